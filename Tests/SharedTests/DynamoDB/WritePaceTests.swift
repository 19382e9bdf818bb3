import Testing

@testable import Shared

@Suite struct WritePaceTests {
  @Test func `a request that is hardly taken slows the writer down, one that is mostly taken speeds it up`() {
    var pace = WritePace()
    let answers = [(25, 1), (25, 2), (13, 3), (12, 2), (8, 1), (8, 1), (0, 0), (0, 0), (25, 1)]
    for (left, step) in answers {
      pace.adjust(sent: 25, left: left, at: pace.step)
      #expect(pace.step == step, "after \(left) were left")
    }
  }

  @Test func `requests under way together count as one`() {
    var pace = WritePace()
    for _ in 0..<8 { pace.adjust(sent: 25, left: 25, at: 0) }
    #expect(pace.step == 1)
    for _ in 0..<8 { pace.adjust(sent: 25, left: 0, at: 0) }
    #expect(pace.step == 1, "they went out before the pace was this one")
    pace.adjust(sent: 25, left: 0, at: 1)
    #expect(pace.step == 0)
  }

  @Test func `the pause has an end`() {
    var pace = WritePace()
    for _ in 0..<100 { pace.adjust(sent: 1, left: 1, at: pace.step) }
    let policy = RetryPolicy(maximumAttempts: 1, random: { 1 })
    #expect(WritePace.pause(at: pace.step, policy) == .milliseconds(12_800))
    #expect(WritePace.pause(at: 0, policy) == .zero)
  }
}
