import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct BatchWriterTests {
  static let table: TableName = "messages"
  /// The answer that all items of a batch were written.
  static let taken = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)

  static func item(_ number: Int) -> Item {
    Item(partitionKey: "MSG#1", sortKey: "\(number)") { $0.add("message", value: "é\"\(number)") }
  }

  /// Writes so many items, and returns what the tally says in the end.
  func write(
    _ count: Int,
    to service: some HTTPTransport,
    _ tally: WriteTally,
    retries: RetryPolicy = .immediate(),
    clock: WallClock = .system
  ) async throws {
    let client = try DynamoDBClient(.test(service, retries: retries, wallClock: clock))
    let writer = BatchWriter(client, table: Self.table, tally: tally)
    try await writer.write { add in
      for number in 0..<count { try await add(Self.item(number)) }
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (25, 1), (26, 2), (250, 10), (1_000, 40)])
  func `items are written 25 a request, each once`(count: Int, requests: Int) async throws {
    let service = FakeTable()
    let tally = WriteTally()
    try await write(count, to: service, tally)
    #expect(service.requestCount == requests)
    #expect(service.writes.count == count)
    #expect(service.writes.values.allSatisfy { $0 == 1 })
    #expect(service.largestBatch <= 25)
    #expect(tally.written == count)
    #expect(tally.uncertain == 0)
  }

  @Test func `a request is what DynamoDB expects`() async throws {
    let transport = ScriptedTransport([Self.taken])
    try await write(2, to: transport, WriteTally())
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
    let writes = try #require(
      JSONValue(parsing: request.body)["RequestItems"]?[Self.table.description]?.array
    )
    #expect(writes.count == 2)
    #expect(writes.contains(item(0)) && writes.contains(item(1)))
  }

  @Test func `only unprocessed items are sent again`() async throws {
    let service = FakeTable(leaves: { round, index in round < 4 && index % 3 == round % 3 })
    let tally = WriteTally()
    try await write(100, to: service, tally)
    #expect(service.writes.count == 100)
    #expect(service.writes.values.allSatisfy { $0 == 1 }, "nothing that was taken is sent again")
    #expect(tally.written == 100)
    #expect(tally.uncertain == 0)
  }

  @Test func `a throttled request counts as unprocessed as a whole`() async throws {
    let throttled = ScriptedTransport.Step.refusal("ProvisionedThroughputExceededException")
    let transport = ScriptedTransport([throttled, throttled, throttled, Self.taken])
    let tally = WriteTally()
    try await write(3, to: transport, tally)
    #expect(tally.written == 3)
    #expect(transport.requests.count == 4)
  }

  @Test func `a table that accepts nothing for 120 s is given up, and the tally is exact`() async throws {
    let throttled = ScriptedTransport.Step.refusal("ThrottlingException")
    let transport = ScriptedTransport([throttled], repeatsLast: true)
    let tally = WriteTally()
    let pauses = Pauses()
    let slow = RetryPolicy(maximumAttempts: 3, base: .seconds(1), random: { 1 })
    let error = try await toolError {
      try await write(30, to: transport, tally, retries: slow, clock: pauses.clock)
    }
    #expect(error.code == .unfinished)
    #expect(error.message == "table \"messages\" has taken no item for 120 s")
    #expect(pauses.all.reduce(.zero, +) >= .seconds(120))
    #expect(tally.written == 0)
    #expect(tally.uncertain <= 5, "one request may still be under way")
  }

  @Test func `items of a lost answer stay uncertain until they are confirmed`() async throws {
    let throttled = ScriptedTransport.Step.refusal("ThrottlingException")
    let transport = ScriptedTransport([.failure(.connectionLost), throttled, .silence])
    let tally = WriteTally()
    let work = Task { try await write(7, to: transport, tally) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    for _ in 0..<3 { _ = await arrivals.next() }
    #expect(tally.uncertain == 7)
    work.cancel()
    await #expect(throws: (any Error).self) { try await work.value }
    #expect(tally.uncertain == 7)

    let healed = ScriptedTransport([.failure(.connectionLost), throttled, Self.taken])
    let second = WriteTally()
    try await write(7, to: healed, second)
    #expect(second.written == 7 && second.uncertain == 0)
  }

  @Test func `a throttled request writes nothing, and the tally says so during the pause`() async throws {
    let transport = ScriptedTransport([.refusal("ThrottlingException")])
    let tally = WriteTally()
    let slow = RetryPolicy(maximumAttempts: 3, base: .seconds(20), random: { 1 })
    let work = Task { try await write(7, to: transport, tally, retries: slow) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    _ = await arrivals.next()
    while tally.uncertain > 0 { await Task.yield() }
    work.cancel()
    await #expect(throws: (any Error).self) { try await work.value }
    #expect(tally.written == 0 && tally.uncertain == 0)
  }

  @Test func `progress is reported after each request`() async throws {
    let (counts, counter) = AsyncStream<Int>.makeStream()
    try await write(60, to: FakeTable(), WriteTally { counter.yield($0) })
    counter.finish()
    let all = await counts.reduce(into: []) { $0.append($1) }
    #expect(all.count == 3)
    #expect(all.max() == 60)
  }

  @Test func `a refusal ends the writing, and the tally knows that nothing was done`() async throws {
    let transport = ScriptedTransport([.refusal("ResourceNotFoundException")])
    let tally = WriteTally()
    let error = try await toolError { try await write(7, to: transport, tally) }
    #expect(error.isService("ResourceNotFoundException"))
    #expect(error.message.contains("table \"messages\""))
    #expect(tally.written == 0)
    #expect(tally.uncertain == 0)
  }

  @Test(
    arguments: [
      [.failure(.connectionLost), .failure(.connectionLost), .failure(.connectionLost)],
      [.refusal("InternalServerError", status: 500), .answer(503, ""), .answer(500, "{}")],
      [.failure(.connectionLost), .refusal("ResourceNotFoundException")], [.answer(200, "{\"Unproc")],
    ] as [[ScriptedTransport.Step]]
  )
  func `where it is unknown what was done, the items are uncertain`(steps: [ScriptedTransport.Step])
    async throws
  {
    let tally = WriteTally()
    _ = try await toolError { try await write(7, to: ScriptedTransport(steps), tally) }
    #expect(tally.written == 0)
    #expect(tally.uncertain == 7)
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
    let tally = WriteTally()
    let error = try await toolError {
      try await write(3, to: ScriptedTransport([.answer(200, answer)]), tally)
    }
    #expect(error.code == .response)
    #expect(tally.written == 0 && tally.uncertain == 3)
  }

  @Test func `cancelling leaves an exact tally: what was written, and what may have been`() async throws {
    let table = FakeTable()
    let transport = ScriptedTransport([.computed { try await table.send($0, timeouts: .test) }, .silence])
    let tally = WriteTally()
    let work = Task { try await write(40, to: transport, tally) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    _ = await (arrivals.next(), arrivals.next())
    while tally.written == 0 { await Task.yield() }
    work.cancel()
    await #expect(throws: (any Error).self) { try await work.value }
    #expect(tally.written == table.writes.count)
    #expect(tally.written + tally.uncertain == 40)
  }
}
