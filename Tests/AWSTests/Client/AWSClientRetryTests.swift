import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct AWSClientRetryTests {
  typealias Step = ScriptedTransport.Step

  @Test(
    arguments: [
      .failure(.connectionLost), .failure(.notConnected), .refusal("InternalServerError", status: 500),
      .refusal("ProvisionedThroughputExceededException"), .answer(503, "<html>"), .answer(429, ""),
      .answer(200, "", ["x-amzn-RequestId": "1"]), .answer(200, "{\"a\":[", ["x-amzn-RequestId": "1"]),
      .answer(200, "{}", ["x-amz-crc32": "1"]),
    ] as [Step]
  )
  func `a transient failure is retried, with the same bytes`(step: Step) async throws {
    let transport = ScriptedTransport([step, step, .answer(200, "{}")])
    let client = try AWSClient.test(transport)
    let answer = try await client.call("Scan", body: Array(#"{"a":1}"#))
    #expect(answer.attempts == 3)
    #expect(transport.requests.map(\.body.text) == Array(repeating: #"{"a":1}"#, count: 3))
    #expect(client.record.retries == 2)
    #expect(client.retriesText == ", 2 requests were sent again")
  }

  @Test(
    arguments: [
      .refusal("ResourceNotFoundException"), .refusal("ConditionalCheckFailedException"),
      .failure(.certificate),
      .failure(.cannotConnect), .answer(404, ""), .answer(200, "<html>"),
    ] as [Step]
  )
  func `a permanent failure is not retried`(step: Step) async throws {
    let transport = ScriptedTransport([step])
    let client = try AWSClient.test(transport)
    let failure = try #require(
      await #expect(throws: CallFailure.self) { try await client.send("Scan", body: []) }
    )
    #expect(!failure.earlierAttemptMayHaveSucceeded)
    #expect(!failure.error.message.contains("retries"))
    #expect(client.retriesText.isEmpty)
  }

  @Test func `attempts end at their maximum`() async throws {
    for attempts in [1, 2, 10] {
      let transport = ScriptedTransport([.failure(.connectionLost)], repeatsLast: true)
      let client = try AWSClient.test(transport, retries: .immediate(attempts: attempts))
      _ = try await toolError { _ = try await client.call("Scan", body: []) }
      #expect(transport.requests.count == attempts)
    }
  }

  @Test func `attempts end where the next pause would exceed the budget`() async throws {
    let transport = ScriptedTransport([.failure(.connectionLost)], repeatsLast: true)
    let policy = RetryPolicy(
      maximumAttempts: 1_000,
      budget: .milliseconds(15),
      base: .milliseconds(1),
      random: { 1 }
    )
    _ = try await toolError {
      _ = try await AWSClient.test(transport, retries: policy).call("Scan", body: [])
    }
    #expect(transport.requests.count == 5, "pauses of 1, 2, 4 and 8 ms, and none of 16")
  }

  @Test(arguments: [TransportFailure.timedOut, .connectTimedOut])
  func `a server that never answers is asked twice, with the attempts that are left`(
    failure: TransportFailure
  )
    async throws
  {
    for (attempts, left) in [(1, [1]), (2, [2, 1]), (10, [2, 1])] {
      let transport = ScriptedTransport([.failure(failure)], repeatsLast: true)
      let client = try AWSClient.test(transport, retries: .immediate(attempts: attempts))
      let error = try await toolError { _ = try await client.call("Scan", body: []) }
      #expect(error.code == .transport(failure))
      #expect(error.message.contains("(reached max retries: 1)") == (attempts > 1))
      #expect(transport.timeouts.map(\.attempts) == left)
    }
    let late = ScriptedTransport([.failure(failure), .answer(200, "{}")])
    #expect(try await AWSClient.test(late).call("Scan", body: []).attempts == 2)
  }

  @Test func `timeouts count whatever fails between them`() async throws {
    let transport = ScriptedTransport([
      .failure(.timedOut), .answer(503, ""), .failure(.connectionLost), .failure(.connectTimedOut),
    ])
    let client = try AWSClient.test(transport, retries: .immediate(attempts: 10))
    _ = try await toolError { _ = try await client.call("Scan", body: []) }
    #expect(transport.timeouts.map(\.attempts) == [2, 1, 1, 1])
  }

  @Test func `a note about a wait names the time after which the request is given up`() throws {
    let request = HTTPRequest(.post, at: Endpoint(https: "example.com"), headers: ["X-Amz-Target": "D.Scan"])
    func text(_ attempts: Int, _ isConnected: Bool) -> String {
      AWSClient.waitingText(
        request,
        wait: Wait(duration: .seconds(5), limit: .seconds(60), attempts: attempts, isConnected: isConnected)
      )
    }
    #expect(
      text(2, true)
        == "Scan: no answer from https://example.com for 5 s; the wait ends after 120 s (2 attempts of --read-timeout 60)"
    )
    #expect(
      text(1, false)
        == "Scan: no connection to https://example.com for 5 s; the wait ends after 60 s (--connect-timeout 60)"
    )
  }

  @Test func `each attempt carries one signature and one date`() async throws {
    let transport = ScriptedTransport([
      .failure(.connectionLost), .failure(.connectionLost), .answer(200, "{}"),
    ])
    _ = try await AWSClient.test(transport).call("Scan", body: [])
    #expect(transport.requests.count == 3)
    for request in transport.requests {
      let names = request.headers.fields.map { $0.name.lowercased() }
      #expect(names.sorted() == ["authorization", "content-type", "x-amz-date", "x-amz-target"])
    }
  }

  @Test func `a skewed clock is corrected once, and the next attempt carries the service's time`()
    async throws
  {
    let stale = Step.answer(
      400,
      #"{"__type":"InvalidSignatureException","message":"Signature expired"}"#,
      ["Date": "Tue, 15 Nov 1994 08:12:31 GMT"]
    )
    let transport = ScriptedTransport([stale, .answer(200, "{}")])
    let client = try AWSClient.test(transport, retries: .none)
    #expect(try await client.call("Scan", body: []).attempts == 2)
    let date = try #require(transport.requests.last?.headers["X-Amz-Date"])
    #expect(date.hasPrefix("19941115T0812"))
    #expect(transport.requests.first?.headers["X-Amz-Date"]?.hasPrefix("1994") == false)

    let stubborn = ScriptedTransport([stale, stale])
    let error = try await toolError { _ = try await AWSClient.test(stubborn).call("Scan", body: []) }
    #expect(error.isService("InvalidSignatureException"))
  }

  @Test func `the pause that the server asks for is followed`() async throws {
    let transport = ScriptedTransport([
      .answer(503, "", ["X-Amz-Retry-After": "60"]), .answer(503, "", ["x-amz-retry-after": "soon"]),
      .answer(200, "{}"),
    ])
    let start = ContinuousClock.now
    _ = try await AWSClient.test(transport).call("Scan", body: [])
    #expect(ContinuousClock.now - start >= .milliseconds(60))
  }

  @Test func `cancelling ends the pause, and nothing is sent any more`() async throws {
    let transport = ScriptedTransport([
      .computed { _ in
        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
        throw ToolError(.transport(.timedOut), message: "scripted")
      }
    ])
    let policy = RetryPolicy(maximumAttempts: 3, base: .seconds(20), random: { 1 })
    let client = try AWSClient.test(transport, retries: policy)
    let work = Task { try await client.call("Scan", body: []) }
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(transport.requests.count == 1)
  }

  @Test func `cancelling ends an attempt that is under way`() async throws {
    let transport = ScriptedTransport([.silence])
    let client = try AWSClient.test(transport)
    let work = Task { try await client.call("Scan", body: []) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    _ = await arrivals.next()
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(transport.requests.count == 1)
  }

  @Test(
    arguments: [
      (.failure(.connectionLost), true), (.refusal("A", status: 500), true),
      (.refusal("ThrottlingException"), false),
    ] as [(Step, Bool)]
  )
  func `a failure says whether an attempt before it may have been carried out`(first: Step, may: Bool)
    async throws
  {
    let transport = ScriptedTransport([first, .refusal("ResourceInUseException")])
    let client = try AWSClient.test(transport)
    let failure = await #expect(throws: CallFailure.self) { try await client.send("CreateTable", body: []) }
    #expect(failure?.earlierAttemptMayHaveSucceeded == may)
  }
}
