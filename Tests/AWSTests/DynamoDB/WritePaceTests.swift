import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct WritePaceTests {
  @Test func `the pause doubles when most items were unprocessed, otherwise it halves`() {
    var pace = WritePace()
    let answers = [(25, 1), (25, 2), (13, 3), (12, 2), (8, 1), (8, 1), (0, 0), (0, 0), (25, 1)]
    for (left, step) in answers {
      pace = pace.after(sent: 25, left: left)
      #expect(pace.step == step, "after \(left) were left")
    }
  }

  @Test func `the pause has a maximum`() {
    let policy = RetryPolicy(maximumAttempts: 1, random: { 1 })
    var pace = WritePace()
    #expect(pace.pause(policy) == .zero)
    for _ in 0..<100 { pace = pace.after(sent: 1, left: 1) }
    #expect(pace.pause(policy) == .milliseconds(12_800))
  }
}
