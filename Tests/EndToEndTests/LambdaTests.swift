import Foundation
import TestSupport
import Testing

/// The function as Lambda runs it, against a scripted runtime API and moto.
@Suite(.needsStack, .serialized, .inTurn) struct LambdaTests {
  /// Gives these events, one after the other, and ends the loop after the last. Each connection dies after an
  /// answer, as those do that were kept while the process was frozen.
  private func withRuntime(
    _ events: [String],
    _ body: (ScriptedServer) async throws -> Void
  ) async throws {
    let given = Counter()
    let server = try ScriptedServer { request in
      guard request.head.hasPrefix("GET /2018-06-01/runtime/invocation/next ") else {
        return Answer.reply(status: 202, body: #"{"status":"OK"}"#).steps + [.close]
      }
      let number = given.next()
      guard number < events.count else { return Answer.reply(status: 500, body: "").steps }
      let deadline = Int(Date.now.timeIntervalSince1970 * 1_000) + 30_000
      return Answer.reply(
        status: 200,
        headers: ["Lambda-Runtime-Aws-Request-Id: r-\(number)", "Lambda-Runtime-Deadline-Ms: \(deadline)"],
        body: events[number]
      ).steps
    }
    defer { server.stop() }
    try await body(server)
  }

  private static let variables = ["LD_LIBRARY_PATH": "/var/lang/lib:/lib64:/usr/lib64", "TZ": ":UTC"]

  private func posts(_ server: ScriptedServer) -> [String] {
    server.requests.filter { $0.head.hasPrefix("POST ") }.map { request in
      let path = request.head.split(separator: " ")[1].dropFirst("/2018-06-01/runtime/".count)
      return "\(path) \(String(decoding: request.body, as: UTF8.self))"
    }
  }

  @Test func `events move the groups, one invocation after the other`() async throws {
    try await withWorld { world in
      let table = world.name("lambda")
      try await world.loadTableWithStream(table)
      try await world.putGroup("g", ("ann", "bob"), into: table)
      let events = (1...3).map { World.event([World.message("m\($0)", in: "g", at: $0, by: "ann")]) }
      try await withRuntime(events) { server in
        let run = try await world.run(
          "cruddur-messaging-stream",
          ["--endpoint-url", world.stack.dynamoDB],
          changes: ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:\(server.port)", "DDB_MESSAGE_TABLE": table]
        )
        #expect(run.status == 1, "\(run.testDescription)")
        #expect(posts(server) == (0...2).map { #"invocation/r-\#($0)/response {"batchItemFailures":[]}"# })
        #expect(try await world.groupRows(of: table) == ["ann g m3", "bob g m3"])
      }
    }
  }

  /// Runs a shell's words where nothing but the folder $1 and the kernel's /proc can be seen, as in Lambda.
  private static let inFolder = [
    "--mount", "/bin/sh", "-c", #"mkdir -p "$1/proc" && mount -t proc proc "$1/proc" && exec chroot "$@""#,
    "sh",
  ]

  /// Needs root, and a container in which root may mount.
  private static let canChangeRoot: Bool = {
    let trial = Process()
    trial.executableURL = URL(filePath: "/usr/bin/unshare")
    trial.arguments = ["--mount", "true"]
    trial.standardError = FileHandle.nullDevice
    guard (try? trial.run()) != nil else { return false }
    trial.waitUntilExit()
    return trial.terminationStatus == 0
  }()

  /// Packs the function and unpacks its zip as Lambda does; returns the folder that becomes its root.
  private func unpackedFunction(in world: World) async throws -> String {
    let zip = world.folder.appending(path: "function.zip").path
    let packaged = try await world.run(
      program: Repository.script("package-lambda"),
      ["--binary", try Binaries.path(of: "cruddur-messaging-stream"), zip]
    )
    try #require(packaged.status == 0, "\(packaged.testDescription)")
    #expect(packaged.stdout.contains(#/function\.zip: \d+ MB, \d+ MB unzipped/#), "\(packaged.stdout)")
    let root = world.folder.appending(path: "root").path
    let unpacked = try await world.run(
      program: world.stack.python,
      [Repository.oracle("unzip.py"), zip, "\(root)/var/task"]
    )
    try #require(unpacked.status == 0, "\(unpacked.testDescription)")
    return root
  }

  /// Runs the unpacked function, with nothing to be seen but its folder, until the scripted runtime API ends
  /// the loop.
  private func runFunction(
    in root: String,
    of world: World,
    _ server: ScriptedServer,
    table: String,
    _ arguments: [String] = [],
    changes: [String: String?] = [:]
  ) async throws -> Run {
    var changes = changes.merging(Self.variables) { $1 }
    changes["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:\(server.port)"
    changes["DDB_MESSAGE_TABLE"] = table
    changes["LAMBDA_TASK_ROOT"] = "/var/task"
    let run = try await world.run(
      program: "/usr/bin/unshare",
      Self.inFolder + [root, "/var/task/bootstrap"] + arguments,
      changes: changes
    )
    #expect(run.status == 1, "\(run.testDescription)")
    return run
  }

  @Test(.enabled(if: canChangeRoot && !isSanitized, "needs root, for chroot"))
  func `the packaged bootstrap runs in a folder that holds nothing else`() async throws {
    try await withWorld { world in
      let root = try await unpackedFunction(in: world)
      let table = world.name("zip")
      try await world.loadTableWithStream(table)
      try await world.putGroup("g", ("ann", "bob"), into: table)
      let event = World.event([World.message("hello", in: "g", at: 1, by: "ann")])
      try await withRuntime([event, #"{"key1":"value1"}"#]) { server in
        let endpoint = ["--endpoint-url", world.stack.dynamoDB]
        let run = try await runFunction(in: root, of: world, server, table: table, endpoint)
        #expect(run.stderr.contains(#""outcome":"moved""#), "\(run.testDescription)")
        #expect(posts(server).first == #"invocation/r-0/response {"batchItemFailures":[]}"#)
        #expect(posts(server).last?.hasPrefix("invocation/r-1/error ") == true)
        #expect(try await world.groupRows(of: table) == ["ann g hello", "bob g hello"])
      }
    }
  }

  /// As in production: DynamoDB's own address, over TLS, with the certificate authorities of the zip.
  @Test(.enabled(if: canChangeRoot && !isSanitized, "needs root, for chroot"))
  func `the packaged bootstrap trusts only the certificate authorities in the zip`() async throws {
    try await withWorld { world in
      let root = try await unpackedFunction(in: world)
      try await world.withProxy { world in
        let table = world.name("tls")
        try await world.output(of: "ddb-schema-load", ["prod", "--table", table])
        let rows = try world.file(
          "rows.json",
          #"{"pk":"GRP#ann","sk":"2023-01-01T00:00:00","message_group_uuid":"g","user_uuid":"bob","message":"first"}"#
        )
        try await world.output(of: "ddb-load", [rows, "prod", "--yes", "--table", table])
        let event = World.event([World.message("hello", in: "g", at: 1, by: "ann")])
        let noBundle = ["AWS_CA_BUNDLE": String?.none]
        try await withRuntime([event]) { server in
          let run = try await runFunction(in: root, of: world, server, table: table, changes: noBundle)
          #expect(run.stderr.contains("certificate"), "\(run.testDescription)")
          #expect(
            posts(server) == [#"invocation/r-0/response {"batchItemFailures":[{"itemIdentifier":"1"}]}"#]
          )
        }
        let ours = try Data(contentsOf: URL(filePath: try #require(world.environment["AWS_CA_BUNDLE"])))
        let file = URL(filePath: "\(root)/var/task/lib/ca-certificates.crt")
        let authorities = try FileHandle(forWritingTo: file)
        try authorities.seekToEnd()
        try authorities.write(contentsOf: ours)
        try authorities.close()
        try await withRuntime([event]) { server in
          let run = try await runFunction(in: root, of: world, server, table: table, changes: noBundle)
          #expect(run.stderr.contains(#""outcome":"moved""#), "\(run.testDescription)")
          #expect(posts(server) == [#"invocation/r-0/response {"batchItemFailures":[]}"#])
        }
        let scan = ["prod", "--filter", "pk = GRP#ann", "--attributes", "message", "--table", table]
        #expect(try await world.output(of: "ddb-scan", scan) == #"{"message":"hello"}"# + "\n")
      }
    }
  }

  @Test func `the template passes cfn-lint, and the policy is JSON`() async throws {
    try await withWorld { world in
      let lint = URL(filePath: world.stack.python).deletingLastPathComponent().appending(path: "cfn-lint")
        .path
      let run = try await world.run(program: lint, [Repository.path("deploy/template.yaml")])
      #expect(run.status == 0, "\(run.testDescription)")
      let policy = try Data(contentsOf: URL(filePath: Repository.path("deploy/policy.json")))
      let document = try #require(JSONSerialization.jsonObject(with: policy) as? [String: Any])
      #expect(document["Version"] as? String == "2012-10-17")
    }
  }

  @Test func `the example event of deploy is processed without a failure`() async throws {
    try await withWorld { world in
      let table = world.name("example")
      try await world.loadTableWithStream(table)
      let run = try await world.run(
        "cruddur-messaging-stream",
        ["--event", Repository.path("deploy/event.json"), "--table", table]
      )
      #expect(run.stdout == "{\"batchItemFailures\":[]}\n", "\(run.testDescription)")
      #expect(run.stderr.contains(#""outcome":"noGroup""#))
    }
  }
}
