import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Toolkit

/// The end of a process whose work does not end after a signal. Each test is a process of its own.
@Suite(.inTurn) struct InterruptTests {
  @Test func `work that does not end is left, which is said on stderr`() async throws {
    let end = try #require(
      await #expect(processExitsWith: .exitCode(130), observing: [\.standardErrorContent]) {
        Stuck.work()
      }
    )
    #expect(String(decoding: end.standardErrorContent, as: UTF8.self).hasSuffix("interrupted\n"))
  }

  @Test func `nothing is written into a pipe that is full`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      let pipe = Pipe()
      let (writer, bytes) = (pipe.fileHandleForWriting.fileDescriptor, [UInt8](repeating: 7, count: 1 << 12))
      _ = fcntl(writer, F_SETFL, O_NONBLOCK)
      while unsafe write(writer, bytes, bytes.count) > 0 {}
      _ = fcntl(writer, F_SETFL, 0)
      dup2(writer, STDERR_FILENO)
      Stuck.work()
    }
  }

  @Test func `a program that runs is ended`() async throws {
    let end = try #require(
      await #expect(processExitsWith: .exitCode(130), observing: [\.standardOutputContent]) {
        let child = try ChildProcess(
          ["sleep", "600"],
          environment: Environment(ProcessInfo.processInfo.environment)
        )
        print("program \(Interrupt.program.load(ordering: .acquiring))")
        fflush(nil)
        Stuck.work()
        _ = consume child
      }
    )
    let output = String(decoding: end.standardOutputContent, as: UTF8.self)
    let words = try #require(output.firstMatch(of: #/program (\d+)/#), "\(output)")
    let id = try #require(pid_t(words.output.1))
    // Its parent has ended: what is left of it is another process's to take away.
    #expect(waitUntil { kill(id, 0) != 0 || isDead(id) }, "\(id)")
  }

  private func isDead(_ id: pid_t) -> Bool {
    let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
    return state?.contains(") Z ") ?? true
  }

  private func waitUntil(_ condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + TestTime.step
    while ContinuousClock.now < end {
      if condition() { return true }
      _ = poll(nil, 0, 10)
    }
    return false
  }
}

private enum Stuck {
  /// Gets a signal, and then neither ends nor looks at it.
  static func work() {
    Thread.detachNewThread {
      _ = poll(nil, 0, Int32(TestTime.step / .milliseconds(1)))
      _exit(3)
    }
    Interrupt.listen(reportsJSON: false)
    // To the process: this thread may be one of those that get no signals.
    kill(getpid(), SIGTERM)
    while true { _ = poll(nil, 0, 1_000) }
  }
}
