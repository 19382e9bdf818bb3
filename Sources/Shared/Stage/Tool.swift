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
  package static func main() { runHidingPasswords() }

  package func run() throws {
    StandardStream.occupyClosed()
    signal(SIGPIPE, SIG_IGN)
    Interrupt.listen()
    let context = try options.context()
    do {
      try context.loop.run(until: { Interrupt.happened }) { try await run(in: context) }
    } catch {
      if Interrupt.happened { throw interrupted(by: error, context.console) }
      if (error as? ToolError)?.code != .outputClosed { throw error }
    }
    // Nothing is left to do: what libraries tidy up at an exit costs a small tool more than printing its result.
    _exit(EXIT_SUCCESS)
  }

  private func interrupted(by error: any Error, _ console: Console) -> ExitCode {
    console.say(error is CancellationError ? "interrupted" : "interrupted: \(error)")
    return ExitCode(Interrupt.exitCode)
  }
}
