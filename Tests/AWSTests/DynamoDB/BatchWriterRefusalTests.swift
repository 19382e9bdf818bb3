import TestSupport
import Testing
import Toolkit

@testable import AWS

/// The writer after a refusal.
extension BatchWriterTests {
  /// The first request is refused once three have arrived; the others are answered after that.
  @Test func `after a refusal the requests under way are awaited, and nothing more is sent`() async throws {
    let (refusals, refused) = AsyncStream<Void>.makeStream()
    let arrivals = Counted()
    let transport = ScriptedTransport(
      [
        .computed { _ in
          if arrivals.next() == 1 {
            while arrivals.count < 3 { await Task.yield() }
            refused.finish()
            return .test(400, #"{"__type":"AccessDeniedException","message":"no"}"#)
          }
          for await _ in refusals {}
          // By now the writer has the refusal. A request that it cancels gets no answer.
          for _ in 0..<1_000 { await Task.yield() }
          try Task.checkCancellation()
          return .test(200, #"{"UnprocessedItems":{}}"#)
        }
      ],
      repeatsLast: true
    )
    let tally = WriteTally()
    let error = try await toolError { try await write(75, to: transport, tally) }
    #expect(error.isService("AccessDeniedException") && error.isRefusal)
    #expect(error.hint?.contains("dynamodb:BatchWriteItem") == true)
    #expect(tally.written == 50 && tally.uncertain == 0)
    #expect(transport.requests.count == 3)
  }

  @Test func `after a refusal of all requests no item is uncertain`() async throws {
    let transport = ScriptedTransport([.refusal("ValidationException")], repeatsLast: true)
    let tally = WriteTally()
    _ = try await toolError { try await write(1_000, to: transport, tally) }
    #expect(tally.written == 0 && tally.uncertain == 0)
    #expect(transport.requests.count <= 8)
  }

  @Test func `a request that waits for its turn is not sent after a refusal, and ends its pause`()
    async throws
  {
    let steps: [ScriptedTransport.Step] = [
      .refusal("ThrottlingException"), .refusal("AccessDeniedException"),
    ]
    let transport = ScriptedTransport([
      steps[0],
      .computed { _ in
        // By now the first request's items wait for an hour.
        for _ in 0..<100 { await Task.yield() }
        return .test(400, #"{"__type":"AccessDeniedException"}"#)
      },
    ])
    let tally = WriteTally()
    let slow = RetryPolicy(maximumAttempts: 3, base: .seconds(3_600), random: { 1 })
    _ = try await toolError { try await write(50, to: transport, tally, retries: slow) }
    #expect(tally.written == 0 && tally.uncertain == 0)
    #expect(transport.requests.count == 2)
  }

  /// A request may have been begun before the refusal, and come to its turn after it.
  @Test(arguments: [Duration.zero, .seconds(1)])
  func `after a refusal no request passes the gate`(pause: Duration) async throws {
    let gate = SendGate(.noon)
    try await gate.pass(after: pause)
    gate.close()
    await #expect(throws: CancellationError.self) { try await gate.pass(after: pause) }
  }

  @Test func `x-amz-retry-after is followed for a batch too`() async throws {
    let pauses = Pauses()
    let transport = ScriptedTransport([
      .answer(400, #"{"__type":"ThrottlingException"}"#, ["x-amz-retry-after": "1700"]), Self.taken,
    ])
    let client = try DynamoDBClient(.test(transport, wallClock: pauses.clock))
    try await BatchWriter(client, table: Self.table, tally: WriteTally()).write { add in
      try await add(Self.item(1))
    }
    #expect(pauses.all == [.milliseconds(1_700)])
  }
}
