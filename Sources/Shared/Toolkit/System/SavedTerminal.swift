import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The controlling terminal, whose echo is restored when this value is released, or when a signal ends the
/// process.
///
/// A question for a password switches the echo off, and a program that asks one may be killed before it has
/// switched it on again.
struct SavedTerminal: ~Copyable {
  let descriptor: Int32
  /// The local modes (`c_lflag`) at the beginning; ECHO is one of them.
  private let flags: tcflag_t

  /// What a signal handler reads: the terminal, or -1, and its flags.
  private static let current = Atomic<Int32>(-1)
  private static let currentFlags = Atomic<UInt>(0)

  /// Nil where the process has none. There is one value at a time.
  init?() {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var settings = termios()
    guard unsafe tcgetattr(descriptor, &settings) == 0 else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    flags = settings.c_lflag
    Self.currentFlags.store(UInt(flags), ordering: .releasing)
    Self.current.store(descriptor, ordering: .releasing)
  }

  deinit {
    Self.current.store(-1, ordering: .releasing)
    Self.restore(descriptor, flags: flags)
    close(descriptor)
  }

  func hideTyping() {
    var settings = termios()
    guard unsafe tcgetattr(descriptor, &settings) == 0 else { return }
    settings.c_lflag &= ~tcflag_t(ECHO)
    unsafe tcsetattr(descriptor, TCSAFLUSH, &settings)
  }

  /// To be called by a signal handler that ends the process.
  static func restoreAtExit() {
    restore(current.load(ordering: .acquiring), flags: tcflag_t(currentFlags.load(ordering: .acquiring)))
  }

  private static func restore(_ descriptor: Int32, flags: tcflag_t) {
    var settings = termios()
    guard descriptor >= 0, unsafe tcgetattr(descriptor, &settings) == 0, settings.c_lflag != flags,
      // A background process would be stopped (SIGTTOU).
      tcgetpgrp(descriptor) == getpgrp()
    else { return }
    settings.c_lflag = flags
    unsafe tcsetattr(descriptor, TCSAFLUSH, &settings)
  }
}
