import Testing

@testable import TestSupport

@Suite struct TurnTests {
  @Test func `work that hangs fails the test and is cancelled`() async throws {
    try await withKnownIssue {
      try await limited(to: .milliseconds(1)) {
        // Without the cancellation this test would last a day.
        try? await Task.sleep(for: .seconds(86_400))
        #expect(Task.isCancelled)
      }
    } matching: { issue in
      issue.comments.contains { $0.rawValue.hasPrefix("the test hangs") }
    }
  }

  @Test func `the limit ends with the work, whose error is thrown`() async {
    await #expect(throws: Never.self) { try await limited(to: .seconds(86_400)) {} }
    await #expect(throws: CancellationError.self) {
      try await limited(to: .seconds(86_400)) { throw CancellationError() }
    }
  }

  @Test func `a turnstile admits at most as many as it has places, and all pass in the end`() async throws {
    let turnstile = Turnstile(places: 2)
    let (inside, most) = try await withThrowingTaskGroup { group in
      let counter = Counter()
      for _ in 0..<20 {
        group.addTask {
          try await turnstile.pass {
            await counter.enter()
            for _ in 0..<10 { await Task.yield() }
            await counter.leave()
          }
        }
      }
      try await group.waitForAll()
      return await (counter.passed, counter.most)
    }
    #expect(inside == 20 && most == 2)
  }

  @Test func `after a failure the place is free for the next one`() async throws {
    let turnstile = Turnstile(places: 1)
    await #expect(throws: CancellationError.self) { try await turnstile.pass { throw CancellationError() } }
    #expect(try await turnstile.pass { 7 } == 7)
  }
}

private actor Counter {
  private var inside = 0
  private(set) var most = 0
  private(set) var passed = 0

  func enter() {
    inside += 1
    most = max(most, inside)
  }

  func leave() {
    inside -= 1
    passed += 1
  }
}
