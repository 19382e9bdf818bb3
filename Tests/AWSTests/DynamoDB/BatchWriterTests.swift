import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct BatchWriterTests {
  private static let table = "messages"
  /// All items were.
  private static let taken = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)

  private static func item(_ number: Int) -> Item {
    Item(partitionKey: "MSG#1", sortKey: "\(number)") { $0.add("message", "é\"\(number)") }
  }

  /// Writes so many items, and returns what the account says in the end.
  private func write(
    _ count: Int,
    to service: some HTTPTransport,
    _ account: WriteAccount,
    patience: Duration = .seconds(120),
    retries: RetryPolicy = .immediate()
  ) async throws {
    let client = try DynamoDBClient(.test(service, retries: retries))
    let writer = BatchWriter(client, table: Self.table, account: account, patience: patience)
    try await writer.write { add in
      for number in 0..<count { try await add(Self.item(number)) }
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (25, 1), (26, 2), (250, 10), (1_000, 40)])
  func `items are written 25 a request, each once`(count: Int, requests: Int) async throws {
    let service = FakeTable()
    let account = WriteAccount()
    try await write(count, to: service, account)
    #expect(service.requestCount == requests)
    #expect(service.writes.count == count)
    #expect(service.writes.values.allSatisfy { $0 == 1 })
    #expect(service.largestBatch <= 25)
    #expect(account.written == count)
    #expect(account.uncertain == 0)
  }

  @Test func `a request is what DynamoDB expects`() async throws {
    let transport = ScriptedTransport([Self.taken])
    try await write(2, to: transport, WriteAccount())
    let request = try #require(transport.requests.first)
    #expect(request.headers["x-amz-target"] == "DynamoDB_20120810.BatchWriteItem")
    let item = { (number: Int) -> JSONValue in
      [
        "PutRequest": [
          "Item": [
            "pk": ["S": "MSG#1"], "sk": ["S": .string("\(number)")],
            "message": ["S": .string("é\"\(number)")],
          ]
        ]
      ]
    }
    let writes = try #require(JSONValue(parsing: request.body)["RequestItems"]?[Self.table]?.array)
    #expect(writes.count == 2)
    #expect(writes.contains(item(0)) && writes.contains(item(1)))
  }

  @Test func `what is left unprocessed is sent again, and only that`() async throws {
    let service = FakeTable(leaves: { round, index in round < 4 && index % 3 == round % 3 })
    let account = WriteAccount()
    try await write(100, to: service, account)
    #expect(service.writes.count == 100)
    #expect(service.writes.values.allSatisfy { $0 == 1 }, "nothing that was taken is sent again")
    #expect(account.written == 100)
    #expect(account.uncertain == 0)
  }

  @Test func `a throttled request counts as unprocessed as a whole`() async throws {
    let throttled = ScriptedTransport.Step.refusal("ProvisionedThroughputExceededException")
    let transport = ScriptedTransport([throttled, throttled, throttled, Self.taken])
    let account = WriteAccount()
    try await write(3, to: transport, account)
    #expect(account.written == 3)
    #expect(transport.requests.count == 4)
  }

  @Test func `a table that takes nothing is given up on, and what was not written is known`() async throws {
    let throttled = ScriptedTransport.Step.refusal("ThrottlingException")
    let transport = ScriptedTransport([throttled], repeatsLast: true)
    let account = WriteAccount()
    let error = try await toolError {
      try await write(30, to: transport, account, patience: .milliseconds(5))
    }
    #expect(error.code == .unfinished)
    #expect(error.message.hasPrefix("table \"messages\" has taken no item for"))
    #expect(account.written == 0)
    #expect(account.uncertain <= 5, "one request may still be under way")
  }

  @Test func `what a lost answer may have written stays uncertain until it is confirmed`() async throws {
    let throttled = ScriptedTransport.Step.refusal("ThrottlingException")
    let transport = ScriptedTransport([.failure(.connectionLost), throttled, .silence])
    let account = WriteAccount()
    let work = Task { try await write(7, to: transport, account) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    for _ in 0..<3 { _ = await arrivals.next() }
    #expect(account.uncertain == 7)
    work.cancel()
    await #expect(throws: (any Error).self) { try await work.value }
    #expect(account.uncertain == 7)

    let healed = ScriptedTransport([.failure(.connectionLost), throttled, Self.taken])
    let second = WriteAccount()
    try await write(7, to: healed, second)
    #expect(second.written == 7 && second.uncertain == 0)
  }

  @Test func `a throttled request writes nothing, and the account says so during the pause`() async throws {
    let transport = ScriptedTransport([.refusal("ThrottlingException")])
    let account = WriteAccount()
    let slow = RetryPolicy(maximumAttempts: 3, base: .seconds(20), random: { 1 })
    let work = Task { try await write(7, to: transport, account, retries: slow) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    _ = await arrivals.next()
    while account.uncertain > 0 { await Task.yield() }
    work.cancel()
    await #expect(throws: (any Error).self) { try await work.value }
    #expect(account.written == 0 && account.uncertain == 0)
  }

  @Test func `progress is told after each request`() async throws {
    let (counts, told) = AsyncStream<Int>.makeStream()
    try await write(60, to: FakeTable(), WriteAccount { told.yield($0) })
    told.finish()
    let all = await counts.reduce(into: []) { $0.append($1) }
    #expect(all.count == 3)
    #expect(all.max() == 60)
  }

  @Test func `a refusal ends the writing, and the account knows that nothing was done`() async throws {
    let transport = ScriptedTransport([.refusal("ResourceNotFoundException")])
    let account = WriteAccount()
    let error = try await toolError { try await write(7, to: transport, account) }
    #expect(error.isService("ResourceNotFoundException"))
    #expect(error.message.contains("table \"messages\""))
    #expect(account.written == 0)
    #expect(account.uncertain == 0)
  }

  @Test(
    arguments: [
      [.failure(.connectionLost), .failure(.connectionLost), .failure(.connectionLost)],
      [.refusal("InternalServerError", status: 500), .answer(503, ""), .answer(500, "{}")],
      [.failure(.connectionLost), .refusal("ResourceNotFoundException")], [.answer(200, "{\"Unproc")],
    ] as [[ScriptedTransport.Step]]
  )
  func `where nobody knows what was done, the account says so`(steps: [ScriptedTransport.Step]) async throws {
    let account = WriteAccount()
    _ = try await toolError { try await write(7, to: ScriptedTransport(steps), account) }
    #expect(account.written == 0)
    #expect(account.uncertain == 7)
  }

  @Test(arguments: [
    #"{"UnprocessedItems":{"messages":[{"PutRequest":{"Item":{"pk":{"S":"MSG#1"},"sk":{"S":"99"}}}}]}}"#,
    #"{"UnprocessedItems":{"messages":[{"PutRequest":{"Item":{"pk":{"S":"MSG#1"}}}}]}}"#,
    #"{"UnprocessedItems":{"messages":[{"DeleteRequest":{"Key":{"pk":{"S":"MSG#1"},"sk":{"S":"0"}}}}]}}"#,
    #"{"UnprocessedItems":{"messages":[null]}}"#, #"{"UnprocessedItems":{"messages":{}}}"#,
    #"{"UnprocessedItems":{"other":[]}}"#, #"{"UnprocessedItems":[]}"#, #"{"UnprocessedItems":null}"#,
    "{}", #"{"Responses":{}}"#,
  ])
  func `an answer that does not say which of the items sent were taken is refused`(answer: String)
    async throws
  {
    let account = WriteAccount()
    let error = try await toolError {
      try await write(3, to: ScriptedTransport([.answer(200, answer)]), account)
    }
    #expect(error.code == .response)
    #expect(account.written == 0 && account.uncertain == 3)
  }

  @Test func `cancelling leaves an exact account: what was written, and what may have been`() async throws {
    let table = FakeTable()
    let transport = ScriptedTransport([.computed { try await table.send($0, timeouts: .test) }, .silence])
    let account = WriteAccount()
    let work = Task { try await write(40, to: transport, account) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    _ = await (arrivals.next(), arrivals.next())
    while account.written == 0 { await Task.yield() }
    work.cancel()
    await #expect(throws: (any Error).self) { try await work.value }
    #expect(account.written == table.writes.count)
    #expect(account.written + account.uncertain == 40)
  }
}
