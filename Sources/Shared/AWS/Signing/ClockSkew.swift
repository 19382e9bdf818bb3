import Synchronization
import Toolkit

/// The difference between this machine's clock and the service's, from the dates of its answers. Shared by
/// all requests of a client.
///
/// AWS refuses signatures whose time is 5 minutes off. Botocore gives up then; like other SDKs this client
/// signs again with the service's time.
final class ClockSkew: Sendable {
  private static let codes: Set<String> = [
    "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
  ]

  /// Microseconds to add to this machine's time.
  private let offset = Atomic<Int64>(0)

  /// Microseconds by which this machine's clock was ahead at the last answer with a date; `Int64.min` for
  /// none.
  private let lead = Atomic<Int64>(.min)

  private let wallClock: WallClock

  init(_ wallClock: WallClock = .system) {
    self.wallClock = wallClock
  }

  /// The time to sign with: this machine's, until a refused signature has shown that it is wrong; then the
  /// service's.
  var now: Timestamp {
    Timestamp(microseconds: wallClock.now().microseconds + offset.load(ordering: .relaxed))
  }

  /// Records the date of an answer.
  func note(_ serverTime: Timestamp) {
    lead.store(wallClock.now().microseconds - serverTime.microseconds, ordering: .relaxed)
  }

  /// How far this machine's clock is ahead, to the second; nil before an answer with a date.
  var knownLead: Duration? {
    let lead = lead.load(ordering: .relaxed)
    return lead == .min ? nil : .microseconds(lead)
  }

  /// The service's time by the last answer with a date, to the second.
  var serviceTime: Timestamp {
    let lead = lead.load(ordering: .relaxed)
    return lead == .min ? now : Timestamp(microseconds: wallClock.now().microseconds - lead)
  }

  /// A correction of this machine's clock.
  struct Correction: Equatable {
    /// Seconds by which it is ahead of the service's.
    let ahead: Int64
    /// Whether no other request has made the same correction before.
    let isNew: Bool
  }

  /// Corrects the clock when an attempt was refused because of the time it was signed with.
  ///
  /// - Parameter signedAt: The time that the attempt was signed with: other requests may have corrected the
  ///   clock since.
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
