#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The beginning and the end of the process that a tool runs in.
package enum ProcessRun {
  package static func begin() {
    StandardStream.occupyClosed()
    signal(SIGPIPE, SIG_IGN)
    // With SIGXFSZ ignored, a limit on file sizes (`ulimit -f`) makes a write fail as a full disk does.
    signal(SIGXFSZ, SIG_IGN)
    let run = Invocation.process
    Interrupt.listen(
      reportsJSON: ErrorFormat(arguments: run.arguments, environment: run.environment) == .json
    )
  }

  /// Leaves by `_exit`: the exit handlers of libraries take a small tool longer than printing its result.
  package static func end(_ status: Int32) -> Never {
    _exit(status)
  }
}
