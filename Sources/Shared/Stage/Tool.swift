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
package protocol Tool: AsyncParsableCommand, Sendable {
  var options: StageOptions { get }

  func run(in context: Context) async throws
}

extension Tool {
  package func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    let context = options.context()
    let work = Task { try await run(in: context) }
    let interrupt = Interrupt { work.cancel() }
    do {
      try await work.value
    } catch  where interrupt.happened {
      context.console.warnInterrupted(error)
      throw ExitCode(Interrupt.exitCode)
    } catch let error as ToolError where error.code == .outputClosed {
      return
    }
  }
}

extension Console {
  fileprivate func warnInterrupted(_ error: any Error) {
    say(error is CancellationError ? "interrupted" : "interrupted: \(error)")
  }
}
