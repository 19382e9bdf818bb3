import TestSupport

/// Tells when so many requests have come, and a little more time has passed.
struct Moment: Sendable {
  private let requests: Int
  private let delay: Duration
  private let ticks: AsyncStream<Void>
  private let ticked: AsyncStream<Void>.Continuation

  init(_ random: inout SeededGenerator, within requests: ClosedRange<Int>) {
    (ticks, ticked) = AsyncStream.makeStream()
    self.requests = .random(in: requests, using: &random)
    delay = .milliseconds(.random(in: 0...30, using: &random))
  }

  /// A request has come, and gets this answer. After one that never comes there may be no other request.
  func pass(_ answer: Answer) -> Answer {
    ticked.yield()
    if case .stall? = answer.steps.first { ticked.finish() }
    return answer
  }

  @Sendable func wait() async {
    var count = 0
    for await _ in ticks {
      count += 1
      if count == requests { break }
    }
    try? await Task.sleep(for: delay)
  }
}
