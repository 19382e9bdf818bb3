import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct EventLoopTests {
  @Test func `a loop ends with what its operation throws`() async throws {
    await #expect(throws: ToolError.self) {
      try await onEventLoop { _ in throw ToolError(.data, message: "x") }
    }
  }

  @Test func `tasks of an operation run on the loop and end before it`() async throws {
    let sum = try await onEventLoop { _ in
      await withTaskGroup { group in
        for number in 1...100 {
          group.addTask {
            await Task.yield()
            return number
          }
        }
        return await group.reduce(0, +)
      }
    }
    #expect(sum == 5_050)
  }

  /// How late the pause ends depends on what else the machine does; the test is that it ends.
  @Test func `a pause on the loop does not block it`() async throws {
    let start = ContinuousClock.now
    try await onEventLoop { _ in
      try await withThrowingTaskGroup { group in
        for _ in 0..<20 { group.addTask { try await Task.sleep(for: .milliseconds(50)) } }
        try await group.waitForAll()
      }
    }
    #expect(ContinuousClock.now - start >= .milliseconds(50))
  }

  @Test func `the operation is cancelled when the loop's condition holds`() throws {
    let loop = try EventLoop()
    #expect(throws: CancellationError.self) {
      try loop.run(until: { true }) { try await Task.sleep(for: .seconds(60)) }
    }
  }

  @Test func `a loop can run again`() throws {
    let loop = try EventLoop()
    try loop.run {}
    #expect(throws: ToolError.self) { try loop.run { throw ToolError(.data, message: "x") } }
    try loop.run { await Task.yield() }
  }
}
