import Foundation
import Testing

@testable import Toolkit

@Suite struct InterruptTests {
  @Test func `SIGTERM asks the work to end, and a signal after it ends the process`() async {
    await #expect(processExitsWith: .exitCode(130)) {
      // Whoever runs the tests may ignore them.
      for number in [SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
      Interrupt.listen()
      raise(SIGTERM)
      guard Interrupt.happened else { exit(1) }
      raise(SIGHUP)
      exit(1)
    }
  }

  @Test func `a signal that the parent ignores stays ignored`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_IGN)
      Interrupt.listen()
      raise(SIGHUP)
      #expect(!Interrupt.happened)
    }
  }
}
