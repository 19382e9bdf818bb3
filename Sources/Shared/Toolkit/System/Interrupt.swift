import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Ctrl-C, and SIGTERM and SIGHUP, which end a tool alike: the first one asks the work to end, which then has `grace` to say how far it came.
///
/// A second Ctrl-C, or work that does not come back in time, ends the process at once. Signal handlers do it, which may
/// only count, set a timer and leave; a thread to wait for the signal would cost each tool half a millisecond.
package enum Interrupt {
  package static let exitCode: Int32 = 130

  /// A tool ends within a second of Ctrl-C.
  private static let grace = timeval(
    tv_sec: 0,
    tv_usec: .init(Limits.interruptGrace.components.attoseconds / 1_000_000_000_000)
  )
  private static let count = Atomic<Int>(0)
  /// A program that must not outlive this process; 0 for none.
  static let program = Atomic<pid_t>(0)

  package static var happened: Bool { count.load(ordering: .acquiring) > 0 }

  /// Whether the work should end: its task is cancelled, or, when it holds the very thread that would cancel it,
  /// because of Ctrl-C. What waits without `await` asks this in between.
  package static var endsWork: Bool { Task.isCancelled || happened }

  /// Waits on this thread.
  ///
  /// - Throws: `CancellationError` when the work should end.
  package static func pause(_ duration: Duration) throws {
    let end = ContinuousClock.now + duration
    repeat {
      if endsWork { throw CancellationError() }
      _ = poll(nil, 0, 50)
    } while ContinuousClock.now < end
  }

  static func listen() {
    signal(SIGALRM) { _ in Interrupt.leave() }
    // Made before a handler needs it.
    _ = grace
    // A shell without job control has background commands ignore SIGINT; whoever sends it to the tool itself means it.
    signal(SIGINT) { _ in Interrupt.handle() }
    for number in [SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number) { _ in Interrupt.handle() }
    }
  }

  /// What the parent has the process ignore stays ignored, as with `nohup`.
  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #else
      let handler = unsafe action.__sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func handle() {
    guard count.add(1, ordering: .acquiringAndReleasing).oldValue == 0 else { leave() }
    var timer = itimerval(it_interval: timeval(), it_value: grace)
    #if canImport(Darwin)
      unsafe setitimer(ITIMER_REAL, &timer, nil)
    #else
      unsafe setitimer(Int32(ITIMER_REAL.rawValue), &timer, nil)
    #endif
  }

  private static func leave() -> Never {
    let text: StaticString = "interrupted\n"
    unsafe write(2, text.utf8Start, text.utf8CodeUnitCount)
    let program = program.load(ordering: .acquiring)
    if program > 0 { kill(program, SIGKILL) }
    _exit(exitCode)
  }
}
