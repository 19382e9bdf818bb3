import ArgumentParser

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A command of the suite: it says in `run(in:)` what it does; how it ends is the same for all.
///
/// A tool ends with 0 when the work is done, 1 when it failed, 64 for wrong usage, 130 after Ctrl-C,
/// and quietly with 0 when the reader of stdout has gone.
package protocol Tool: ParsableCommand, Sendable {
  var options: StageOptions { get }

  func run(in context: Context) async throws
}

extension Tool {
  package func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let context = try options.context()
    var interrupt: Interrupt?
    do {
      try context.loop.run(started: { work in interrupt = Interrupt { work.cancel() } }) {
        try await run(in: context)
      }
    } catch  where interrupt?.happened == true {
      context.console.interrupted(by: error)
      throw ExitCode(Interrupt.exitCode)
    } catch let error as ToolError where error.code == .outputClosed {
      return
    }
  }
}

extension Console {
  fileprivate func interrupted(by error: any Error) {
    say(error is CancellationError ? "interrupted" : "interrupted: \(error)")
  }
}
