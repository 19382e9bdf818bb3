import TestSupport

/// A random moment: some time after a random number of requests.
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

  /// Counts a request, and returns its answer. When the answer stalls, the moment has come, because no other
  /// request may follow.
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
