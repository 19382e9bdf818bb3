import AWS
import Foundation
import TestSupport
import Testing
import Toolkit

@testable import ddb_drop
@testable import ddb_patterns
@testable import ddb_schema_load
@testable import ddb_seed

/// What would be written is printed, and nothing that writes is sent.
@Suite struct DryRunTests {
  private func requests(_ run: ToolRun) throws -> [[String: Any]] {
    try run.stdout.split(separator: "\n").map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(value as? [String: Any])
    }
  }

  private static let note = "dry run: no request that writes was sent\n"

  @Test(arguments: [["--dry-run"], ["--dry-run", "--if-not-exists"]])
  func `a table would be created`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBSchemaLoad.self, arguments)
    #expect(run.status == 0 && run.stderr == Self.note && run.requests.isEmpty, "\(run)")
    let requests = try requests(run)
    #expect(requests.map { $0["operation"] as? String } == ["CreateTable"])
    #expect((requests.first?["request"] as? [String: Any])?["TableName"] as? String == "cruddur-messages")
    #expect(requests.first?["endpoint"] as? String == "http://localhost:8000")
  }

  @Test func `a table in prod would be deleted, which needs no agreement`() async throws {
    let keys = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-1"]
    let world = ToolWorld(variables: keys, isTerminal: true)
    let run = try await world.run(DDBDrop.self, ["cruddur-messages", "prod", "--dry-run", "-q"])
    #expect(run.status == 0 && run.stderr.isEmpty && run.requests.isEmpty, "\(run)")
    #expect(
      run.stdout.hasPrefix(
        #"{"operation":"DeleteTable","endpoint":"https://dynamodb.us-east-1.amazonaws.com","#
      )
    )
  }

  @Test(.needsPostgreSQL) func `a conversation would be written, with its typed items`() async throws {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let active = ScriptedTransport.Step.answer(200, #"{"Table":{"TableName":"t","TableStatus":"ACTIVE"}}"#)
      let seed = try await world.run(DDBSeed.self, ["--dry-run"], ScriptedTransport([active]))
      #expect(seed.status == 0 && seed.stderr == Self.note, "\(seed)")
      #expect(seed.operations == ["DescribeTable"])
      #expect(try requests(seed).allSatisfy { $0["operation"] as? String == "BatchWriteItem" })
      #expect(seed.stdout.components(separatedBy: #"{"PutRequest":{"Item":{"pk":{"S":""#).count == 107)
      let words = ["create-message-group", "--from", "phidel", "--to", "Sama", "hello", "--dry-run", "--new"]
      let group = try await world.run(DDBPatterns.self, words)
      #expect(group.status == 0 && group.requests.isEmpty, "\(group)")
      #expect(try requests(group).map { $0["operation"] as? String } == ["TransactWriteItems"])
    }
  }
}
