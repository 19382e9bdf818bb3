import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct TablesTests {
  private static let schema = #"{"TableName":"messages"}"#
  private static let described = #"{"Table":{"TableName":"messages","TableStatus":"CREATING"}}"#

  private func client(_ steps: [ScriptedTransport.Step]) throws -> (DynamoDBClient, ScriptedTransport) {
    let transport = ScriptedTransport(steps)
    return (DynamoDBClient(try .test(transport)), transport)
  }

  @Test func `table names come page by page`() async throws {
    let (client, transport) = try client([
      .answer(200, #"{"TableNames":["aaa","bbb"],"LastEvaluatedTableName":"bbb"}"#),
      .answer(200, #"{"TableNames":["ccc"]}"#),
    ])
    var names: [String] = []
    for try await page in client.tableNames() { names += page }
    #expect(names == ["aaa", "bbb", "ccc"])
    #expect(transport.requests.map(\.body.text) == ["{}", #"{"ExclusiveStartTableName":"bbb"}"#])
  }

  @Test func `names that AWS does not allow are listed with the others`() async throws {
    let long = String(repeating: "x", count: 300)
    let (client, _) = try client([
      .answer(200, #"{"TableNames":["aaa","t1","a b","","a\u001b[31m","é","\#(long)"]}"#)
    ])
    var names: [String] = []
    for try await page in client.tableNames() { names += page }
    #expect(names == ["aaa", "t1", "a b", "", "a\u{1B}[31m", "é", long])
  }

  @Test(arguments: ["null", #""""#, "{}"])
  func `an empty name of the next page ends the list`(empty: String) async throws {
    let (client, transport) = try client([
      .answer(200, #"{"TableNames":["aaa"],"LastEvaluatedTableName":\#(empty)}"#)
    ])
    var names: [String] = []
    for try await page in client.tableNames() { names += page }
    #expect(names == ["aaa"])
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: ["1", "true", #"["aaa"]"#, #"{"S":"aaa"}"#])
  func `a name of the next page that is not a text is an error`(name: String) async throws {
    let (client, _) = try client([
      .answer(200, #"{"TableNames":["aaa"],"LastEvaluatedTableName":\#(name)}"#)
    ])
    let error = try await toolError { for try await _ in client.tableNames() {} }
    #expect(error.code == .response)
    #expect(error.message.hasSuffix("its LastEvaluatedTableName is not a text"))
  }

  @Test func `a thousand pages without a name are an error`() async throws {
    let transport = ScriptedTransport.endless { #"{"TableNames":[],"LastEvaluatedTableName":"\#($0)"}"# }
    let error = try await toolError {
      for try await _ in DynamoDBClient(try .test(transport)).tableNames() {}
    }
    #expect(error.message.hasSuffix("1000 pages in a row are empty"))
    #expect(transport.requests.count == 1_000)
  }

  @Test func `an answer without TableNames is refused as not DynamoDB's`() async throws {
    let answers = ["{}", #"{"TableNames":null}"#, #"{"TableNames":["aaa",1]}"#]
    for answer in answers {
      let (client, _) = try client([.answer(200, answer)])
      try await expectNoTableNames(client)
    }
  }

  private func expectNoTableNames(_ client: DynamoDBClient) async throws {
    let error = try await toolError { for try await _ in client.tableNames() {} }
    #expect(error.code == .response)
    #expect(error.message.contains("it has no TableNames"))
  }

  @Test(arguments: [#"\u001b[31m"#, "active", "", "A B", #"A\u009b"#, String(repeating: "A", count: 101)])
  func `a status that is not one of DynamoDB's is not shown`(status: String) async throws {
    let (client, _) = try client([.answer(200, #"{"Table":{"TableStatus":"\#(status)"}}"#)])
    let error = try await toolError { _ = try await client.describeTable("messages") }
    #expect(error.code == .response && error.message.hasSuffix("it describes no table"))
  }

  @Test func `a table that a lost attempt has created is described`() async throws {
    let (client, transport) = try client([
      .failure(.connectionLost), .refusal("ResourceInUseException"), .answer(200, Self.described),
    ])
    let table = try await client.createTable(TableSchema(InputFile(Array(Self.schema), name: "x")))
    #expect(table.status == "CREATING")
    #expect(transport.requests.last?.headers["x-amz-target"] == "DynamoDB_20120810.DescribeTable")
  }

  private static func schema(_ key: String = "pk") throws -> TableSchema {
    let text = #"{"TableName":"messages","KeySchema":[{"AttributeName":"\#(key)","KeyType":"HASH"}]}"#
    return try TableSchema(InputFile(Array(text.utf8), name: "x"))
  }

  /// The test's clock stands at 1679832000.
  @Test(
    arguments: [
      ("pk", 1_679_832_001, nil), ("pk", 1_679_831_990, nil),
      ("pk", 1_679_000_000, "it was made at 2023-03-16T"),
      ("other", 1_679_832_001, "its key is other (HASH, ?), not pk (HASH, ?)"),
    ] as [(String, Int, String?)]
  )
  func `a table that was there before the lost attempt is not this run's`(
    key: String,
    made: Int,
    words: String?
  )
    async throws
  {
    let found = """
      {"Table":{"TableStatus":"ACTIVE","CreationDateTime":\(made),
      "KeySchema":[{"AttributeName":"\(key)","KeyType":"HASH"}]}}
      """
    let transport = ScriptedTransport([
      .failure(.connectionLost), .refusal("ResourceInUseException"), .answer(200, found),
    ])
    let client = DynamoDBClient(try .test(transport, wallClock: .noon))
    guard let words else {
      #expect(try await client.createTable(Self.schema()).status == "ACTIVE")
      return
    }
    let error = try await toolError { _ = try await client.createTable(Self.schema()) }
    #expect(error.isService("ResourceInUseException"))
    #expect(error.message.contains("this run did not make it: \(words)"), "\(error)")
    #expect(!error.message.contains("not known"))
  }

  @Test func `an operation whose answer is lost may have been accepted, and the error says so`()
    async throws
  {
    let lost = Array(repeating: ScriptedTransport.Step.failure(.connectionLost), count: 3)
    let creating = try await toolError { _ = try await client(lost).0.createTable(Self.schema()) }
    #expect(
      creating.message.hasSuffix(#"it is not known whether the creation of table "messages" was accepted"#)
    )
    let deleting = try await toolError { _ = try await client(lost).0.deleteTable("messages") }
    #expect(
      deleting.message.hasSuffix(#"it is not known whether the deletion of table "messages" was accepted"#)
    )
    let refused = try await toolError {
      _ = try await client([.refusal("AccessDeniedException")]).0.deleteTable("messages")
    }
    #expect(!refused.message.contains("not known"))
  }

  @Test func `an interrupted request for an operation may have been accepted`() async throws {
    let (client, transport) = try client([.silence])
    let work = Task { try await client.deleteTable("messages") }
    var arrivals = transport.arrivals.makeAsyncIterator()
    _ = await arrivals.next()
    work.cancel()
    let error = try await toolError { _ = try await work.value }
    #expect(error.message == #"it is not known whether the deletion of table "messages" was accepted"#)
  }

  @Test func `a table that was there before is an error`() async throws {
    let (client, _) = try client([.refusal("ResourceInUseException")])
    let error = try await toolError {
      _ = try await client.createTable(TableSchema(InputFile(Array(Self.schema), name: "x")))
    }
    #expect(error.isService("ResourceInUseException"))
    #expect(error.hint?.contains("ddb-list-tables") == true)
  }

  @Test func `a table that a lost attempt has deleted is gone`() async throws {
    let (client, _) = try client([.failure(.timedOut), .refusal("ResourceNotFoundException")])
    #expect(try await client.deleteTable("messages").status == "DELETING")
  }

  private static let noTables = ScriptedTransport.Step.answer(200, #"{"TableNames":[]}"#)

  @Test func `a table that was not there before is an error`() async throws {
    let (client, _) = try client([.refusal("ResourceNotFoundException"), Self.noTables])
    let error = try await toolError { _ = try await client.deleteTable("messages") }
    #expect(error.isService("ResourceNotFoundException"))
    #expect(error.message.contains("table \"messages\""))
  }

  @Test func `an attempt that never connected has neither created nor deleted a table`() async throws {
    let (creating, _) = try client([.failure(.notConnected), .refusal("ResourceInUseException")])
    let (deleting, _) = try client([
      .failure(.notConnected), .refusal("ResourceNotFoundException"), Self.noTables,
    ])
    let inUse = try await toolError {
      _ = try await creating.createTable(TableSchema(InputFile(Array(Self.schema), name: "x")))
    }
    #expect(inUse.isService("ResourceInUseException"))
    let notFound = try await toolError { _ = try await deleting.deleteTable("messages") }
    #expect(notFound.isService("ResourceNotFoundException"))
  }

  @Test func `a table is active when its indexes are`() async throws {
    func isActive(_ status: String, _ indexes: String...) async throws -> Bool {
      let list = indexes.map { #"{"IndexStatus":"\#($0)"}"# }.joined(separator: ",")
      let (client, _) = try client([
        .answer(200, #"{"Table":{"TableStatus":"\#(status)","GlobalSecondaryIndexes":[\#(list)]}}"#)
      ])
      return try await client.describeTable("messages").isActive
    }
    #expect(try await isActive("ACTIVE"))
    #expect(try await isActive("ACTIVE", "ACTIVE", "ACTIVE"))
    #expect(try await !isActive("ACTIVE", "ACTIVE", "CREATING"))
    #expect(try await !isActive("CREATING", "ACTIVE"))
  }

  @Test func `a description is printed with dates as the AWS CLI has them`() async throws {
    let (client, _) = try client([
      .answer(
        200,
        #"{"Table":{"TableStatus":"ACTIVE","CreationDateTime":1679853854.123,"A":[{"BDateTime":0,"N":1.0}]}}"#
      )
    ])
    #expect(
      try await client.describeTable("messages").json == """
        {
            "TableDescription": {
                "TableStatus": "ACTIVE",
                "CreationDateTime": "2023-03-26T18:04:14.123000+00:00",
                "A": [
                    {
                        "BDateTime": "1970-01-01T00:00:00.000000+00:00",
                        "N": 1.0
                    }
                ]
            }
        }
        """
    )
  }
}
