import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct RetryPauseTests {
  private func policy(random: Double) -> RetryPolicy {
    RetryPolicy(maximumAttempts: 10, random: { random })
  }

  @Test(arguments: [
    (1, 25), (2, 50), (3, 100), (4, 200), (9, 6_400), (10, 12_800), (11, 20_000), (1_000, 20_000),
  ])
  func `pauses double from 25 ms to 20 s`(attempt: Int, milliseconds: Int) {
    #expect(policy(random: 1).pause(after: attempt, isThrottled: false) == .milliseconds(milliseconds))
  }

  @Test(arguments: [(1, 1), (2, 2), (3, 4), (5, 16), (6, 20), (1_000, 20)])
  func `when throttled they double from 1 s to 20 s`(attempt: Int, seconds: Int) {
    #expect(policy(random: 1).pause(after: attempt, isThrottled: true) == .seconds(seconds))
  }

  @Test func `a pause is a random share of the doubled base`() {
    #expect(policy(random: 0).pause(after: 5, isThrottled: true) == .zero)
    #expect(policy(random: 0.5).pause(after: 3, isThrottled: false) == .milliseconds(50))
    let pauses = Set((0..<100).map { _ in RetryPolicy.none.pause(after: 9, isThrottled: true) })
    #expect(pauses.count > 50)
    #expect(pauses.allSatisfy { (.zero ... .seconds(20)).contains($0) })
  }

  @Test(arguments: [
    (0, 100), (50, 100), (100, 100), (101, 101), (5_100, 5_100), (5_101, 5_100), (3_600_000, 5_100),
  ])
  func `the server's x-amz-retry-after is followed up to 5 s beyond our own pause`(asked: Int, pause: Int) {
    let found = policy(random: 1).pause(after: 3, isThrottled: false, retryAfter: .milliseconds(asked))
    #expect(found == .milliseconds(pause))
  }

  @Test func `a negative x-amz-retry-after is ignored`() {
    #expect(
      policy(random: 1).pause(after: 1, isThrottled: false, retryAfter: .seconds(-5)) == .milliseconds(25)
    )
  }
}
