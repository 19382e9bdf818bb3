import Foundation

/// How slow the machine is at the moment, by the time of a tool's `--help`.
///
/// A promise, such as that Ctrl-C ends a tool within a second, holds for a machine that has time for the
/// tool. Other tests, other programs and sanitizers take that time away, from a trivial run just as from the
/// one that made the promise.
enum Yardstick {
  /// The shortest time that is promised for a run of a tool, in seconds.
  static let shortestPromise = 1.0

  /// How often a tool of a debug build starts and ends within a second on two cores that have nothing else to
  /// do.
  private static let usualRunsPerSecond = 20.0

  /// How many times as slow as such a machine this one is, and 1 where it is faster.
  ///
  /// - Parameters:
  ///   - seconds: The time that something took.
  ///   - promise: Below this time, in seconds, it is not asked how slow the machine is.
  static func slowdown(
    for seconds: Double,
    promise: Double = shortestPromise,
    in world: World
  ) async throws -> Double {
    guard seconds >= promise else { return 1 }
    let trivial = Command(
      program: try Binaries.path(of: "ddb-list-tables"),
      arguments: ["--help"],
      environment: world.environment,
      folder: world.folder
    )
    var longest = 1 / usualRunsPerSecond
    // Other load comes and goes, so a single run might fall into a quiet moment.
    for _ in 0..<3 { longest = max(longest, try await trivial.run().seconds) }
    return longest * usualRunsPerSecond
  }
}

/// A run with a duration, which is compared with a promised one.
protocol Timed {
  var seconds: Double { get }
  /// How slow the machine was, by `Yardstick`.
  var slowdown: Double { get }
}

extension Timed {
  /// Whether Ctrl-C ended it within a second, as promised.
  var isPrompt: Bool { isWithin(seconds: Yardstick.shortestPromise) }

  /// Whether it took no longer than promised, on a machine that has time for it.
  func isWithin(seconds promised: Double) -> Bool { seconds < promised * slowdown }
}
