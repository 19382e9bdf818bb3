import TestSupport
import Testing
import Toolkit

@testable import AWS

/// A server that may be starting up.
@Suite(.inTurn) struct ServerWaitTests {
  typealias Step = ScriptedTransport.Step

  private static func policy(_ seconds: Int) -> RetryPolicy {
    RetryPolicy(maximumAttempts: 3, minimumTime: .seconds(seconds), random: { 1 })
  }

  @Test(arguments: [
    Step.failure(.cannotConnect), .failure(.notConnected), .failure(.connectionLost), .answer(503, ""),
    .refusal("InternalServerError", status: 500),
  ])
  func `a server that comes up within the time is reached, however many attempts it takes`(step: Step)
    async throws
  {
    let transport = ScriptedTransport(Array(repeating: step, count: 9) + [.answer(200, "{}")])
    let pauses = Pauses()
    let client = try AWSClient.test(transport, retries: Self.policy(5), wallClock: pauses.clock)
    #expect(try await client.call("ListTables", body: []).attempts == 10)
    #expect(pauses.all.allSatisfy { $0 <= .seconds(1) })
  }

  @Test(arguments: [5, 30, 120])
  func `a server that does not come up is tried for that time, and the last failure is the error`(
    seconds: Int
  ) async throws {
    let transport = ScriptedTransport([.answer(503, ""), .failure(.cannotConnect)], repeatsLast: true)
    let pauses = Pauses()
    let client = try AWSClient.test(transport, retries: Self.policy(seconds), wallClock: pauses.clock)
    let error = try await toolError { _ = try await client.call("ListTables", body: []) }
    #expect(error.code == .transport(.cannotConnect))
    let total = pauses.all.reduce(.zero, +)
    #expect(
      (.seconds(seconds) - .milliseconds(1)...(.seconds(seconds) + .seconds(1))).contains(total),
      "\(total)"
    )
  }

  @Test(arguments: [
    Step.failure(.certificate), .failure(.proxy), .refusal("AccessDeniedException"), .answer(404, ""),
  ])
  func `after a permanent failure the server is not waited for`(step: Step) async throws {
    let transport = ScriptedTransport([step])
    let client = try AWSClient.test(transport, retries: Self.policy(60), wallClock: Pauses().clock)
    _ = try await toolError { _ = try await client.call("ListTables", body: []) }
  }

  private func console(_ errors: RecordedOutput) -> Console {
    Console(
      quiet: false,
      verbose: false,
      environment: Environment([:]),
      output: .discarding,
      errors: errors.sink
    )
  }

  @Test func `a wait is named once, after a second`() {
    let errors = RecordedOutput()
    let record = RetryRecord(console(errors))
    for seconds in 0...9 { record.noteWaiting("waiting", after: .seconds(seconds)) }
    #expect(errors.text == "waiting\n")
    let short = RecordedOutput()
    RetryRecord(console(short)).noteWaiting("waiting", after: .milliseconds(999))
    #expect(short.text.isEmpty)
  }
}
