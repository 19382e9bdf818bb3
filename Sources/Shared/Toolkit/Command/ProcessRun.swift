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
    // A limit on the size of files (`ulimit -f`) then ends a write as a full disk does, with an error.
    signal(SIGXFSZ, SIG_IGN)
    Interrupt.listen()
  }

  /// Nothing is left to do: what libraries tidy up at an exit costs a small tool more than printing its result.
  package static func end(_ status: Int32) -> Never {
    _exit(status)
  }
}
