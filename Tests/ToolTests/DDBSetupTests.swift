import AWS
import TestSupport
import Testing
import Toolkit

@testable import ddb_setup

@Suite struct DDBSetupTests {
  private static func table(_ status: String, in member: String = "TableDescription")
    -> ScriptedTransport.Step
  {
    .answer(200, #"{"\#(member)":{"TableName":"cruddur-messages","TableStatus":"\#(status)"}}"#)
  }

  private static let written = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)

  private func withUsers(_ body: (ToolWorld) async throws -> Void) async throws {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      let url = try TestServer.url(database: database.name)
      try await body(
        ToolWorld(variables: ["CONNECTION_URL": url, "PROD_CONNECTION_URL": "\(url)?sslmode=disable"])
      )
    }
  }

  @Test(.needsPostgreSQL) func `the table is dropped, created and seeded up to now`() async throws {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [
          Self.table("DELETING"), .refusal("ResourceNotFoundException"), Self.table("CREATING"),
          Self.table("ACTIVE", in: "Table"), Self.written,
        ],
        repeatsLast: true
      )
      let run = try await world.run(DDBSetup.self, [], transport)
      #expect(run.status == 0, "\(run)")
      #expect(
        run.operations.prefix(5)
          == ["DeleteTable", "DescribeTable", "CreateTable", "DescribeTable", "BatchWriteItem"]
      )
      #expect(run.stdout.hasPrefix("106 items written to cruddur-messages"), "\(run)")
      #expect(run.stdout.hasSuffix(" to 2023-03-26T12:00:00.000000+00:00\n"), "\(run)")
    }
  }

  @Test(.needsPostgreSQL) func `--stream makes the table with a stream of new images`() async throws {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [.refusal("ResourceNotFoundException"), Self.table("ACTIVE"), Self.written],
        repeatsLast: true
      )
      let run = try await world.run(DDBSetup.self, ["--stream"], transport)
      #expect(run.status == 0, "\(run)")
      #expect(run.bodies[1].contains(#""StreamViewType":"NEW_IMAGE""#), "\(run.bodies[1])")
    }
  }

  @Test(.needsPostgreSQL) func `a schema is named as the AWS CLI names files`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("schema.json", #"{"TableName":"theirs"}"#.utf8)
    try await withUsers { world in
      let transport = ScriptedTransport(
        [.refusal("ResourceNotFoundException"), Self.table("ACTIVE"), Self.written],
        repeatsLast: true
      )
      let run = try await world.run(DDBSetup.self, ["--schema", "file://\(path)"], transport)
      #expect(run.status == 0 && run.bodies[1] == #"{"TableName":"cruddur-messages"}"#, "\(run)")
    }
  }

  @Test(.needsPostgreSQL) func `a table that is not there needs no dropping, and any name may be given`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [.refusal("ResourceNotFoundException"), Self.table("ACTIVE"), Self.written],
        repeatsLast: true
      )
      let run = try await world.run(DDBSetup.self, ["--table", "other-table"], transport)
      #expect(run.status == 0, "\(run)")
      #expect(run.bodies[1].contains(#""TableName":"other-table""#), "\(run.bodies[1])")
      #expect(run.stderr.contains("there is no table other-table\n"))
    }
  }

  @Test(.needsPostgreSQL) func `users who are not there stop the work before anything is dropped`()
    async throws
  {
    try await withUsers { world in
      let run = try await world.run(DDBSetup.self, ["--my-handle", "phidell"])
      #expect(run.status == 1 && run.requests.isEmpty)
      #expect(run.stderr.contains("Did you mean 'phidel'?"), "\(run)")
    }
  }

  @Test(.needsPostgreSQL) func `prod asks before anything is sent`() async throws {
    try await withUsers { world in
      var world = world
      world.variables.merge(TestKeys.variables) { $1 }
      let run = try await world.run(DDBSetup.self, ["prod"])
      #expect(run.status == 1 && run.requests.isEmpty)
      #expect(run.stderr.contains("  ddb-setup prod --yes\n"), "\(run)")
    }
  }

  @Test(.needsPostgreSQL) func `a step that fails is named together with the steps done before it`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport([
        .refusal("ResourceNotFoundException"), .refusal("ValidationException"),
      ])
      let run = try await world.run(DDBSetup.self, [], transport)
      #expect(run.status == 1)
      #expect(
        run.stderr.contains(
          "ddb-schema-load failed; done: ddb-drop; not done: ddb-schema-load, ddb-seed"
        ),
        "\(run)"
      )
    }
  }

  @Test(arguments: [["dev"], ["--my-handle", "a", "--other-handle", "a"], ["--table", "a b"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBSetup.self, arguments)
    #expect(run.status == 64 && run.requests.isEmpty, "\(run)")
  }
}
