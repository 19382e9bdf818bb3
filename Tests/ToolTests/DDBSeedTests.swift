import AWS
import Foundation
import TestSupport
import Testing
import Toolkit

@testable import ddb_seed

@Suite struct DDBSeedTests {
  private static let active =
    ScriptedTransport.Step.answer(200, #"{"Table":{"TableName":"cruddur-messages","TableStatus":"ACTIVE"}}"#)
  private static let written = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)

  private func withUsers(_ body: (ToolWorld) async throws -> Void) async throws {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      try await body(ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)]))
    }
  }

  @Test(.needsPostgreSQL) func `the fixture's 104 lines and two group rows are written in batches`()
    async throws
  {
    try await withUsers { world in
      let transport = ScriptedTransport([Self.active, Self.written], repeatsLast: true)
      let run = try await world.run(DDBSeed.self, ["--start", "2023-03-26T18:00:00Z"], transport)
      #expect(run.status == 0, "\(run)")
      #expect(
        run.stdout
          == """
          106 items written to cruddur-messages: group 5ae290ed-55d1-47a0-bc6d-fe2bc2700399, 104 messages \
          from 2023-03-26T18:00:00.000000+00:00\n
          """
      )
      #expect(run.operations.filter { $0 == "BatchWriteItem" }.count == 5)
      let items = run.bodies.reduce(0) { $0 + $1.components(separatedBy: "PutRequest").count - 1 }
      #expect(items == 106)
    }
  }

  @Test(.needsPostgreSQL) func `a refusal ends with the command that finishes the seed`() async throws {
    try await withUsers { world in
      let transport = ScriptedTransport(
        [Self.active, .refusal("ValidationException", "bad")],
        repeatsLast: true
      )
      let run = try await world.run(DDBSeed.self, ["--start", "2023-03-26T18:00:00Z"], transport)
      #expect(run.status == 75 && run.stdout.isEmpty)
      #expect(run.stderr.contains("0 of 106 items are written"))
    }
  }

  @Test func `a conversation that is wrong stops the work before anybody is asked`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("talk.txt", "Person 1: a\nPerson 3: b\n".utf8)
    let run = try await ToolWorld().run(DDBSeed.self, ["--conversation", path])
    #expect(run.status == 1 && run.requests.isEmpty)
    #expect(run.stderr.hasPrefix("Error: \(path):2: invalid line: \"Person 3: b\"\n"))
  }

  @Test(arguments: [
    ["--my-handle", "a", "--other-handle", "a"], ["--start", "yesterday"], ["--group", "x"], ["dev"],
  ])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBSeed.self, arguments)
    #expect(run.status == 64 && run.stdout.isEmpty, "\(run)")
  }
}
