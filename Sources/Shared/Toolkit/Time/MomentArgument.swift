import ArgumentParser

/// A moment as it is typed: ISO 8601, a date, `now`, or a time before or after now, such as `-3h`, `-1d`,
/// `+90m`.
///
/// A time without a zone is local time, as the tools show it. Stored times are read by `Timestamp(iso8601:)`,
/// for which a time without a zone is UTC.
package struct MomentArgument: Sendable, Equatable {
  private enum Form: Equatable {
    case fixed(Timestamp)
    /// Microseconds after now; negative before.
    case relative(Int64)
  }

  private let form: Form

  /// The forms, for `--help` and for what is wrong with an argument.
  package static let forms = "ISO 8601, a date, now, or a time from now such as -3h (m, h, d, w)"

  /// Reads an option's value.
  ///
  /// - Throws: `ValidationError` with the forms: ArgumentParser's own error does not say what is right.
  package init(parsing argument: String) throws {
    if argument == "now" {
      form = .relative(0)
    } else if let offset = Self.offset(argument) {
      form = .relative(offset)
    } else if let moment = Timestamp(localISO8601: argument) {
      form = .fixed(moment)
    } else {
      throw ValidationError("it takes \(Self.forms)")
    }
  }

  /// The moment that is meant.
  ///
  /// - Parameter now: The time by the run's clock.
  package func timestamp(now: Timestamp) -> Timestamp {
    switch form {
    case .fixed(let moment): moment
    case .relative(let offset): Timestamp(microseconds: now.microseconds + offset)
    }
  }

  /// `-3h` in microseconds; nil for anything else.
  private static func offset(_ text: String) -> Int64? {
    guard let sign = text.first, sign == "-" || sign == "+", let unit = text.last, let seconds = units[unit]
    else { return nil }
    let digits = text.dropFirst().dropLast()
    // With five digits even weeks stay within the years 1 to 9999.
    guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isDigit), let count = Int64(digits)
    else { return nil }
    return (sign == "-" ? -count : count) * seconds * 1_000_000
  }

  private static let units: [Character: Int64] = ["m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
}

extension Timestamp {
  /// Reads ISO 8601 as `init(iso8601:)` does, but a time without a zone is local time.
  package init?(localISO8601 text: String) {
    guard let moment = Timestamp(iso8601: text) else { return nil }
    let time = text.utf8.dropFirst("2023-03-26".utf8.count)
    let hasZone = time.contains { "Zz+-".utf8.contains($0) }
    self = hasZone ? moment : moment.readAsLocalTime
    guard (1...9_999).contains(year) else { return nil }
  }
}
