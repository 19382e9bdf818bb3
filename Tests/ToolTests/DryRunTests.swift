import AWS
import ArgumentParser
import Foundation
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import cruddur_messaging_stream
@testable import db_create
@testable import db_drop
@testable import db_schema_load
@testable import db_seed
@testable import db_setup
@testable import db_update_cognito_user_ids
@testable import ddb_drop
@testable import ddb_load
@testable import ddb_patterns
@testable import ddb_schema_load
@testable import ddb_seed
@testable import ddb_setup

/// What would be written is printed, and nothing that writes is sent.
@Suite struct DryRunTests {
  private func requests(_ run: ToolRun) throws -> [[String: Any]] {
    try run.stdout.split(separator: "\n").map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(value as? [String: Any])
    }
  }

  private static let note = "dry run: no request that writes was sent\n"

  @Test(arguments: [(["--dry-run"], []), (["--dry-run", "--if-not-exists"], ["DescribeTable"])])
  func `--dry-run prints the table that would be created`(arguments: [String], operations: [String])
    async throws
  {
    let absent = ScriptedTransport([.refusal("ResourceNotFoundException")])
    let run = try await ToolWorld().run(DDBSchemaLoad.self, arguments, absent)
    #expect(run.status == 0 && run.stderr == Self.note && run.operations == operations, "\(run)")
    let requests = try requests(run)
    #expect(requests.map { $0["operation"] as? String } == ["CreateTable"])
    #expect((requests.first?["request"] as? [String: Any])?["TableName"] as? String == "cruddur-messages")
    #expect(requests.first?["endpoint"] as? String == "http://localhost:8000")
  }

  @Test func `--dry-run prints the table that would be deleted, without asking in prod`() async throws {
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

  @Test(.needsPostgreSQL) func `--dry-run prints the items of a conversation in DynamoDB's JSON`()
    async throws
  {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let nothing = ScriptedTransport.Step.answer(200, #"{"Items":[],"Count":0}"#)
      let seed = try await world.run(DDBSeed.self, ["--dry-run"], ScriptedTransport([Self.active, nothing]))
      #expect(seed.status == 0 && seed.stderr == Self.note, "\(seed)")
      #expect(seed.operations == ["DescribeTable", "Query"])
      #expect(try requests(seed).allSatisfy { $0["operation"] as? String == "BatchWriteItem" })
      #expect(seed.stdout.components(separatedBy: #"{"PutRequest":{"Item":{"pk":{"S":""#).count == 107)
      let words = ["create-message-group", "--from", "phidel", "--to", "Sama", "hello", "--dry-run", "--new"]
      let group = try await world.run(DDBPatterns.self, words)
      #expect(group.status == 0 && group.requests.isEmpty, "\(group)")
      #expect(try requests(group).map { $0["operation"] as? String } == ["TransactWriteItems"])
    }
  }

  private static let active = ScriptedTransport.Step.answer(
    200,
    """
    {"Table":{"TableName":"cruddur-messages","TableStatus":"ACTIVE",
    "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
    "GlobalSecondaryIndexes":[{"IndexName":"message-group-sk-index","IndexStatus":"ACTIVE"}]}}
    """
  )

  /// The two rows of a group.
  private static let rows = ScriptedTransport.Step.answer(
    200,
    #"""
    {"Count":2,"Items":[
    {"pk":{"S":"GRP#ann"},"sk":{"S":"2023"},"message_group_uuid":{"S":"g"},"user_uuid":{"S":"bob"}},
    {"pk":{"S":"GRP#bob"},"sk":{"S":"2023"},"message_group_uuid":{"S":"g"},"user_uuid":{"S":"ann"}}]}
    """#
  )

  @Test(.needsPostgreSQL) func `--dry-run prints the steps of a set-up and waits for none of them`()
    async throws
  {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      let world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      let run = try await world.run(DDBSetup.self, ["--dry-run"])
      #expect(run.status == 0 && run.stderr == Self.note && run.requests.isEmpty, "\(run)")
      let operations = try requests(run).map { $0["operation"] as? String }
      #expect(operations.prefix(3) == ["DeleteTable", "CreateTable", "BatchWriteItem"])
    }
  }

  @Test func `--dry-run prints the items of a file that would be written`() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("items.jsonl", #"{"pk":"a","sk":"b","n":1}"#.utf8)
    let run = try await ToolWorld().run(DDBLoad.self, [file, "--dry-run"], ScriptedTransport([Self.active]))
    #expect(run.status == 0 && run.operations == ["DescribeTable"], "\(run)")
    #expect(run.stdout.contains(#"{"PutRequest":{"Item":{"pk":{"S":"a"},"sk":{"S":"b"},"n":{"N":"1"}}}}"#))
  }

  /// Nothing was written, so there is nothing to count, and nothing to finish.
  @Test(.needsPostgreSQL, arguments: [EPIPE, ENOSPC])
  func `a dry run whose output is closed ends quietly, and one that cannot print says only that`(
    failure: Int32
  ) async throws {
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      let folder = try TemporaryFolder()
      let items = try folder.file(
        "items.jsonl",
        (0..<60).map { "{\"pk\":\"a\",\"sk\":\"\($0)\"}\n" }.joined().utf8
      )
      let event = CruddurMessagingStreamTests.event(CruddurMessagingStreamTests.record("hello"))
      let events = try folder.file("event.json", event.utf8)
      var world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: database.name)])
      world.outputFailure = failure
      let nothing = ScriptedTransport.Step.answer(200, #"{"Items":[],"Count":0}"#)
      let runs = [
        try await world.run(DDBSeed.self, ["--dry-run"], ScriptedTransport([Self.active, nothing])),
        try await world.run(
          DDBSeed.self,
          ["--dry-run", "--replace"],
          ScriptedTransport([Self.active, nothing], repeatsLast: true)
        ),
        try await world.run(DDBSetup.self, ["--dry-run"]),
        try await world.run(DDBLoad.self, [items, "--dry-run"], ScriptedTransport([Self.active])),
        try await world.run(
          CruddurMessagingStream.self,
          ["--event", events, "--dry-run"],
          ScriptedTransport([Self.rows])
        ),
        try await world.run(DBSeed.self, ["--dry-run"]),
        try await world.run(DBSchemaLoad.self, ["--dry-run"]),
        try await world.run(DBSetup.self, ["--dry-run"]),
      ]
      let full = "Error: cannot write to stdout: No space left on device\n"
      for run in runs where failure == EPIPE { #expect(run.status == 0 && run.stderr.isEmpty, "\(run)") }
      for run in runs where failure == ENOSPC {
        #expect(run.status == 1 && run.stderr.hasPrefix(full), "\(run)")
        #expect(run.stderr.split(separator: "\n").count == 2, "\(run)")
      }
    }
  }

  @Test func `in a dry run the error about a line has no count of items, and no command to finish`()
    async throws
  {
    let folder = try TemporaryFolder()
    let file = try folder.file("items.jsonl", #"{bad"#.utf8)
    let run = try await ToolWorld().run(DDBLoad.self, [file, "--dry-run"], ScriptedTransport([Self.active]))
    #expect(run.status == 1 && run.stderr.hasPrefix("Error: \(file):1: not an item of the table: "), "\(run)")
    #expect(!run.stderr.contains("inish"), "\(run)")
  }

  @Test func `--dry-run prints the rows that an event would move`() async throws {
    let folder = try TemporaryFolder()
    let event = CruddurMessagingStreamTests.event(CruddurMessagingStreamTests.record("hello"))
    let arguments = ["--event", try folder.file("event.json", event.utf8), "--dry-run"]
    let run = try await ToolWorld().run(
      CruddurMessagingStream.self,
      arguments,
      ScriptedTransport([Self.rows])
    )
    #expect(run.status == 0 && run.stderr == Self.note && run.operations == ["Query"], "\(run)")
    #expect(try requests(run).map { $0["operation"] as? String } == ["TransactWriteItems"])
    let follow = try await ToolWorld().run(CruddurMessagingStream.self, ["--follow", "--dry-run"])
    #expect(follow.status == 64 && follow.requests.isEmpty)
  }

  // MARK: - PostgreSQL

  /// Runs a tool on a database with two users, and checks that the database is as it was.
  private func statements(
    of tool: any ParsableCommand.Type,
    _ arguments: [String],
    users: String? = nil
  ) async throws -> [(sql: String, binds: [String?])] {
    var found: [(sql: String, binds: [String?])] = []
    try await withDatabase(users: [(handle: "phidel", sub: "1"), (handle: "Sama", sub: "2")]) { database in
      var variables = ["CONNECTION_URL": try TestServer.url(database: database.name)]
      if users != nil { variables["AWS_COGNITO_USER_POOL_ID"] = "us-east-1_AbCdEfGhI" }
      variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = "http://127.0.0.1:9"
      let pool = users.map { [ScriptedTransport.Step.answer(200, $0)] } ?? []
      let world = ToolWorld(variables: variables)
      let run =
        if let tool = tool as? any Tool.Type {
          try await world.run(tool, arguments)
        } else {
          try await world.run(tool, arguments, ScriptedTransport(pool))
        }
      #expect(run.status == 0 && run.stderr == Self.note, "\(run)")
      found = try requests(run).map { line in
        (try #require(line["sql"] as? String), (line["binds"] as? [Any] ?? []).map { $0 as? String })
      }
      let rows = try database.connect().query("SELECT handle, cognito_user_id FROM public.users", to: "look")
      #expect(Set(rows.map { $0["cognito_user_id"] }) == ["1", "2"])
    }
    return found
  }

  @Test(.needsPostgreSQL) func `--dry-run prints the statements that would be sent to PostgreSQL`()
    async throws
  {
    #expect(try await statements(of: DBCreate.self, ["--dry-run"]).map(\.sql.word) == ["CREATE"])
    #expect(try await statements(of: DBDrop.self, ["--dry-run", "--force"]).map(\.sql.word) == ["DROP"])
    let schema = try await statements(of: DBSchemaLoad.self, ["--dry-run"])
    #expect(schema.first?.sql == "BEGIN" && schema.last?.sql == "COMMIT" && schema.count > 4)
    #expect(schema.contains { $0.sql.contains("CREATE TABLE public.users") })
    let seed = try await statements(of: DBSeed.self, ["--dry-run", "--user", "ann:Ann:ann@example.com"])
    #expect(seed.count == 1 && seed.first?.binds.contains(#"{"ann@example.com"}"#) == true, "\(seed)")
  }

  @Test(.needsPostgreSQL) func `--dry-run prints how a database would be built and replace the old one`()
    async throws
  {
    let words = try await statements(of: DBSetup.self, ["--dry-run", "--force"]).map(\.sql.word)
    #expect(words.first == "CREATE" && words.suffix(5) == ["BEGIN", "ALTER", "ALTER", "COMMIT", "DROP"])
    #expect(words.contains("INSERT"))
  }

  @Test(.needsPostgreSQL)
  func `--dry-run prints the ids that would be written and the user that would be added`() async throws {
    let pool = #"""
      {"Users":[{"Username":"a","UserStatus":"CONFIRMED","Enabled":true,"Attributes":[{"Name":"sub","Value":"s-1"},
      {"Name":"preferred_username","Value":"phidel"},{"Name":"email","Value":"p@example.com"}]},
      {"Username":"b","UserStatus":"CONFIRMED","Enabled":true,"Attributes":[{"Name":"sub","Value":"s-2"},
      {"Name":"preferred_username","Value":"new"},{"Name":"email","Value":"n@example.com"}]}]}
      """#
    let found = try await statements(
      of: DBUpdateCognitoUserIDs.self,
      ["--dry-run", "--add-missing"],
      users: pool
    )
    #expect(found.count == 2, "\(found)")
    #expect(found.first?.binds == [#"{"phidel","new"}"#, #"{"s-1","s-2"}"#])
    #expect(found.last?.binds.contains(#"{"n@example.com"}"#) == true, "\(found)")
  }
}

extension String {
  fileprivate var word: String { String(drop(while: \.isWhitespace).prefix { $0.isLetter }) }
}
