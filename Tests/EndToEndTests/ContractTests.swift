import Foundation
import TestSupport
import Testing

/// The contract of every tool.
@Suite(.needsStack, .serialized, .inTurn) struct ContractTests {
  @Test(arguments: ToolCommand.all)
  func `--help has an example and ends with 0`(command: ToolCommand) async throws {
    try await withWorld { world in
      let words = command.tool == "ddb-patterns" ? command.arguments : []
      for flag in ["--help", "-h"] {
        let run = try await world.run(command.tool, words + [flag])
        #expect(run.status == 0 && run.stderr == "", "\(run)")
        #expect(run.stdout.contains("\nEXAMPLES:\n  "), "\(run)")
        #expect(run.stdout.contains(command.tool), "\(run)")
      }
    }
  }

  @Test(arguments: ToolCommand.all)
  func `--help is wrapped by the terminal's width alone`(command: ToolCommand) async throws {
    try await withWorld { world in
      let words = command.tool == "ddb-patterns" ? command.arguments : []
      let help = try await world.output(of: command.tool, words + ["--help"], changes: ["COLUMNS": "1000"])
      let overview = help.components(separatedBy: "USAGE:")[0]
      for paragraph in overview.components(separatedBy: "\n\n") {
        #expect(paragraph.split(separator: "\n").count <= 1, "\(paragraph)")
      }
    }
  }

  @Test func `the local stage needs neither credentials nor a region nor a home`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let table = world.name("bare")
        try await world.createTable(table)
        var bare = world
        bare.environment = [
          "AWS_ENDPOINT_URL_DYNAMODB": world.stack.dynamoDB, "CONNECTION_URL": database.url,
        ]
        try await bare.output(of: "ddb-seed", ["--table", table])
        let items = try await bare.output(of: "ddb-scan", ["--table", table])
        #expect(items.split(separator: "\n").count == 106)
        #expect(try await bare.output(of: "ddb-list-tables").contains(table))
        try await bare.output(of: "ddb-patterns", ["get-conversations", "--table", table])
        try await bare.output(of: "ddb-patterns", ["list-conversations", "--table", table])
        try await bare.output(of: "ddb-drop", [table])
        for tool in ["db-drop", "db-create", "db-schema-load", "db-seed", "db-setup"] {
          try await bare.output(of: tool)
        }
      }
    }
  }

  @Test func `--quiet leaves nothing on stderr when all goes well`() async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabase { world, _ in
        let commands = [
          ["ddb-schema-load"], ["ddb-schema-load", "--if-not-exists"], ["ddb-seed"],
          ["ddb-scan", "--limit", "3"],
          ["ddb-list-tables"], ["ddb-patterns", "get-conversations"], ["ddb-patterns", "list-conversations"],
          ["ddb-drop", "cruddur-messages"], ["db-drop"], ["db-create"], ["db-schema-load"], ["db-seed"],
          ["db-setup"], ["db-update-cognito-user-ids"], ["cognito-list-users"],
        ]
        var world = world
        _ = try await world.makePool(["phidel"])
        for command in commands {
          let run = try await world.run(command[0], command.dropFirst() + ["--quiet"])
          #expect(run.status == 0 && run.stderr == "" && !run.output.isEmpty, "\(command): \(run)")
        }
      }
    }
  }

  @Test func `a tool that changes something names the place on stderr`() async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabase { world, database in
        let place = "DynamoDB at \(world.stack.dynamoDB) (\(world.dynamoDB.region), profile default)"
        for command in [["ddb-schema-load"], ["ddb-seed"], ["ddb-drop", "cruddur-messages"]] {
          let run = try await world.run(command[0], Array(command.dropFirst()))
          #expect(run.status == 0 && run.stderr.contains(place), "\(command): \(run)")
        }
        var world = world
        _ = try await world.makePool(["phidel"])
        let target = try #require(database.url.split(separator: "@").last)
        for tool in [
          "db-drop", "db-create", "db-schema-load", "db-seed", "db-update-cognito-user-ids", "db-setup",
        ] {
          let run = try await world.run(tool)
          #expect(run.status == 0 && run.stderr.contains("postgres: postgres@\(target)\n"), "\(run)")
          let pool = "cognito: user pool \(world.environment["AWS_COGNITO_USER_POOL_ID"] ?? ""), Cognito"
          #expect(
            run.stderr.contains(pool) == ["db-update-cognito-user-ids", "db-setup"].contains(tool),
            "\(run)"
          )
        }
      }
    }
  }

  @Test func `--verbose shows requests and statements on stderr, and changes nothing on stdout`() async throws
  {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("verbose")
        try await world.createTable(table)
        let arguments = ["--table", table, "--start", "2023-01-01"]
        let plain = try await world.run("ddb-seed", arguments)
        let verbose = try await world.run("ddb-seed", arguments + ["--verbose"])
        #expect(verbose.status == 0)
        #expect(verbose.stdout == plain.stdout)
        for words in [
          "DescribeTable \(world.stack.dynamoDB) attempt 1: HTTP 200", "BatchWriteItem",
          "SELECT uuid, display_name",
        ] {
          #expect(verbose.stderr.contains(words), "\(verbose)")
          #expect(!plain.stderr.contains(words), "\(plain)")
        }
      }
    }
  }

  @Test func `no proxy is used for a local endpoint`() async throws {
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .closes }) { proxy in
        let changes = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"].map {
          ($0, proxy.url)
        }
        let run = try await world.run(
          "ddb-list-tables",
          changes: Dictionary(changes) { $1 }.mapValues { Optional($0) }
        )
        #expect(run.status == 0, "\(run)")
        #expect(proxy.requests.isEmpty)
      }
    }
  }

  @Test func `a full disk is an error, not a shorter result`() async throws {
    try await withWorld { world in
      let table = world.name("full")
      try await world.createTable(table)
      try await world.put(#"{"pk": {"S": "1"}, "sk": {"S": "1"}}"#, into: table)
      let scan = try "\(Binaries.path(of: "ddb-scan")) --quiet --table \(table)"
      let run = try await world.run(program: "/usr/bin/env", ["sh", "-c", "\(scan) > /dev/full"])
      run.expectFailure(naming: ["0 items are printed, then: cannot write to stdout: No space left"])
    }
  }
}
