import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Ctrl-C: the first one cancels the work, which then has `grace` to say how far it came.
///
/// A second Ctrl-C, or work that does not come back in time, ends the process at once.
final class Interrupt {
  /// A tool ends within a second of Ctrl-C.
  private static let grace = DispatchTimeInterval.milliseconds(800)
  static let exitCode: Int32 = 130

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }

  private let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
  private let counter = Counter()

  var happened: Bool { counter.value.load(ordering: .acquiring) > 0 }

  init(cancel: @escaping @Sendable () -> Void) {
    signal(SIGINT, SIG_IGN)
    source.setEventHandler { [counter] in
      let earlier = counter.value.add(1, ordering: .acquiringAndReleasing).oldValue
      guard earlier == 0 else { Self.leave() }
      cancel()
      DispatchQueue.global().asyncAfter(deadline: .now() + Self.grace) { Self.leave() }
    }
    source.resume()
  }

  private static func leave() -> Never {
    _ = StandardStream.error.write(Array("interrupted\n".utf8))
    _exit(exitCode)
  }
}
