import Synchronization
import Toolkit

/// How far this machine's clock is off, as the service's answers show. Shared by all requests of a client.
///
/// AWS refuses signatures that are 5 minutes off. Botocore gives up there; like the other SDKs this client takes the
/// service's time for right and signs again.
final class ClockSkew: Sendable {
  /// A smaller difference does not explain a refusal: the secret is wrong then.

  private static let codes: Set<String> = [
    "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
  ]

  /// Microseconds to add to this machine's time.
  private let offset = Atomic<Int64>(0)

  /// Microseconds by which this machine's clock was ahead at the last answer that had a time; the least number for none.
  private let lead = Atomic<Int64>(.min)

  private let wallClock: WallClock

  init(_ wallClock: WallClock = .system) {
    self.wallClock = wallClock
  }

  /// What time it is by the service's clock.
  var now: Timestamp {
    Timestamp(microseconds: wallClock.now().microseconds + offset.load(ordering: .relaxed))
  }

  /// An answer has said what time it is there.
  func note(_ serverTime: Timestamp) {
    lead.store(wallClock.now().microseconds - serverTime.microseconds, ordering: .relaxed)
  }

  /// How far this machine's clock is ahead, to the second; nil where no answer has said what time it is.
  var knownLead: Duration? {
    let lead = lead.load(ordering: .relaxed)
    return lead == .min ? nil : .microseconds(lead)
  }

  /// By how much this machine's clock is off.
  struct Correction: Equatable {
    /// How many seconds it is ahead of the service's.
    let ahead: Int64
    /// Whether no other request, refused at the same time, has found that out before.
    let isNew: Bool
  }

  /// Takes over the service's time when an attempt was refused because of the time it was signed with.
  ///
  /// - Parameter signedAt: What time the attempt was signed with: others may have corrected the clock since.
  /// - Returns: Nil when the refusal has another reason.
  func correct(after error: ToolError, signedAt: Timestamp, serverTime: Timestamp?) -> Correction? {
    guard case .service(let service) = error.code, Self.codes.contains(service.code), let serverTime else {
      return nil
    }
    let difference = serverTime.microseconds - signedAt.microseconds
    guard Duration.microseconds(abs(difference)) >= Limits.clockTolerance else { return nil }
    let total = serverTime.microseconds - wallClock.now().microseconds
    let before = offset.exchange(total, ordering: .relaxed)
    return Correction(
      ahead: -total / 1_000_000,
      isNew: Duration.microseconds(abs(total - before)) >= Limits.clockTolerance
    )
  }
}

extension Timestamp {
  /// Reads the `Date` of an answer: `Tue, 15 Nov 1994 08:12:31 GMT`.
  init?(httpDate text: String) {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])),
      words[1].utf8.count == 2
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    self.init(iso8601: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }
}
