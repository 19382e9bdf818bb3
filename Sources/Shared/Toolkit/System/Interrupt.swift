import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Ctrl-C (SIGINT), SIGTERM and SIGHUP, which all have the same effect: the first one asks the work to end,
/// which then has `grace` to report what is done.
///
/// A second signal, or work that does not end in time, ends the process immediately. Signal handlers do this;
/// all they do is count, set a timer and exit. A thread that waits for signals would cost each tool half a
/// millisecond.
package enum Interrupt {
  package static let exitCode: Int32 = 130

  /// A tool ends within a second of Ctrl-C.
  private static let grace = timeval(
    tv_sec: 0,
    tv_usec: .init(Limits.interruptGrace.components.attoseconds / 1_000_000_000_000)
  )
  /// When the first signal came, in nanoseconds of the system's uptime; 0 before that.
  private static let first = Atomic<UInt64>(0)
  /// A child process that is ended together with this one; 0 for none.
  static let program = Atomic<pid_t>(0)

  /// Whether the last message is a JSON object, as all errors of the run are.
  private static let reportsJSON = Atomic<Bool>(false)

  /// How long the work may go on after the first signal, in microseconds; 0 where it must end within the
  /// grace.
  private static let finishing = Atomic<Int>(0)

  /// Whether a signal has asked the work to end; never in a server.
  package static var happened: Bool { first.load(ordering: .acquiring) > 0 && !isForServer }

  private static var isForServer: Bool { finishing.load(ordering: .acquiring) > 0 }

  /// Makes the first signal ask a server to stop, instead of ending its work: the server finishes the
  /// requests that it has begun.
  ///
  /// - Parameter time: How long it may take; then, or at a second signal, the process ends.
  package static func allowGracefulStop(within time: Duration) {
    finishing.store(Int(time / .microseconds(1)), ordering: .releasing)
  }

  /// Whether a server should stop.
  package static var asksToStop: Bool { first.load(ordering: .acquiring) > 0 && isForServer }

  /// Whether the work should end: its task is cancelled, or, where it blocks the thread that would cancel it,
  /// a signal has come. Code that waits without `await` checks this at intervals.
  package static var endsWork: Bool { Task.isCancelled || happened }

  /// Blocks this thread.
  ///
  /// - Throws: `CancellationError` when the work should end.
  package static func pause(_ duration: Duration) throws {
    let end = ContinuousClock.now + duration
    repeat {
      if endsWork { throw CancellationError() }
      _ = poll(nil, 0, 50)
    } while ContinuousClock.now < end
  }

  /// - Parameter reportsJSON: Whether the errors of the run are JSON.
  static func listen(reportsJSON json: Bool) {
    reportsJSON.store(json, ordering: .relaxed)
    signal(SIGALRM) { _ in Interrupt.leave() }
    // Initialised here, because a signal handler must not do it.
    _ = grace
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      signal(number) { _ in Interrupt.handle() }
    }
  }

  /// A signal that the parent process has set to be ignored stays ignored: SIGHUP under `nohup`, SIGINT in a
  /// background command of a shell without job control.
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
    let now = uptime()
    let (isFirst, first) = first.compareExchange(
      expected: 0,
      desired: now,
      ordering: .acquiringAndReleasing
    )
    guard isFirst else {
      // These count as one: `timeout` sends its signal to the program and to the program's group; a terminal
      // that is closed sends SIGHUP, and so does the shell in it.
      if now > first + repetition { leave() }
      return
    }
    let time = finishing.load(ordering: .acquiring)
    let wait = time > 0 ? timeval(tv_sec: time / 1_000_000, tv_usec: .init(time % 1_000_000)) : grace
    var timer = itimerval(it_interval: timeval(), it_value: wait)
    #if canImport(Darwin)
      unsafe setitimer(ITIMER_REAL, &timer, nil)
    #else
      unsafe setitimer(Int32(ITIMER_REAL.rawValue), &timer, nil)
    #endif
  }

  /// In nanoseconds: signals that follow the first one within this time count as the same one.
  private static let repetition: UInt64 = 100_000_000

  private static func uptime() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  private static func leave() -> Never {
    // A write to a full pipe that nobody reads would never return.
    if StandardStream.error.isWritable {
      let text: StaticString =
        reportsJSON.load(ordering: .relaxed)
        ? "{\"kind\":\"interrupted\",\"message\":\"interrupted\",\"nextSteps\":[]}\n" : "interrupted\n"
      unsafe write(2, text.utf8Start, text.utf8CodeUnitCount)
    }
    let program = program.load(ordering: .acquiring)
    if program > 0 { kill(program, SIGKILL) }
    SavedTerminal.restoreAtExit()
    _exit(exitCode)
  }
}
