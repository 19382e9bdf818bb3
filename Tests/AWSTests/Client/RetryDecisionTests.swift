import TestSupport
import Testing
import Toolkit

@testable import AWS

/// The decision after a failed attempt.
@Suite struct RetryDecisionTests {
  private let policy = RetryPolicy(maximumAttempts: 3, random: { 1 })

  private func decision(
    _ code: ToolError.Code,
    _ state: RetryState = RetryState(),
    showsWrongClock: Bool = false,
    repeatsThrottled: Bool = true
  ) throws -> RetryDecision {
    policy.decision(
      after: FailedAttempt(error: ToolError(code, message: "scripted"), showsWrongClock: showsWrongClock),
      state: state,
      at: try #require(Endpoint("https://example.com")),
      repeatsThrottled: repeatsThrottled
    )
  }

  private static func service(_ code: String, _ status: Int = 400) -> ToolError.Code {
    .service(ServiceError(code: code, message: "", status: status))
  }

  @Test func `a permanent failure is final`() throws {
    #expect(try decision(Self.service("ValidationException")) == .giveUp(hasRunOut: false))
    #expect(try decision(.transport(.certificate)) == .giveUp(hasRunOut: false))
  }

  @Test func `a transient failure is retried after a pause that doubles`() throws {
    #expect(try decision(.transport(.connectionLost)) == .wait(.milliseconds(25)))
    #expect(try decision(.transport(.connectionLost), RetryState(attempt: 2)) == .wait(.milliseconds(50)))
    #expect(try decision(Self.service("Throttling")) == .wait(.seconds(1)))
  }

  @Test func `attempts, timeouts and pauses run out`() throws {
    let out = RetryDecision.giveUp(hasRunOut: true)
    #expect(try decision(.transport(.connectionLost), RetryState(attempt: 3)) == out)
    #expect(try decision(.transport(.timedOut), RetryState(timeouts: 1)) == out)
    #expect(try decision(.transport(.connectionLost), RetryState(paused: .seconds(60))) == out)
  }

  @Test func `a caller with its own pace gets a throttling error immediately`() throws {
    let decision = try decision(Self.service("Throttling"), repeatsThrottled: false)
    #expect(decision == .giveUp(hasRunOut: false))
  }

  @Test func `a wrong clock is corrected once, and credentials are renewed once`() throws {
    let skewed = Self.service("InvalidSignatureException")
    #expect(try decision(skewed, showsWrongClock: true) == .correctClock)
    #expect(
      try decision(skewed, RetryState(hasCorrectedClock: true), showsWrongClock: true)
        == .giveUp(hasRunOut: false)
    )
    let expired = Self.service("ExpiredTokenException")
    #expect(try decision(expired) == .renewCredentials)
    #expect(try decision(expired, RetryState(hasRenewedCredentials: true)) == .giveUp(hasRunOut: false))
  }
}
