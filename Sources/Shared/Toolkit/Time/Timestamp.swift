#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A moment in UTC, to the microsecond, and the forms in which AWS and Cruddur write it.
package struct Timestamp: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  package let microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static func now() -> Timestamp {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

  package func adding(minutes: Int) -> Timestamp {
    Timestamp(microseconds: microseconds + Int64(minutes) * 60_000_000)
  }

  /// The time from `earlier` to this one.
  package func since(_ earlier: Timestamp) -> Duration {
    .microseconds(microseconds - earlier.microseconds)
  }

  /// Whole seconds since 1970.
  package var seconds: Int64 {
    let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return remainder < 0 ? quotient - 1 : quotient
  }

  package var year: Int { utcFields.year }
}

// MARK: - Forms

extension Timestamp {
  /// `2023-03-26T18:04:14.123000+00:00`: as Cruddur's sort keys are written, always with six fraction digits,
  /// so that their order as text is their order in time.
  package var iso8601: String {
    let fields = utcFields
    return "\(fields.date(separator: "-"))T"
      + "\(fields.hour.padded(2)):\(fields.minute.padded(2)):\(fields.second.padded(2))"
      + ".\(fields.microsecond.padded(6))+00:00"
  }

  /// `2023-03-26T18:04:14Z`: the form of expiry times that all programs read.
  package var iso8601Seconds: String { "\(iso8601.prefix(19))Z" }

  /// `20150830T123600Z`: as Signature Version 4 writes it.
  package var amzDate: String {
    let fields = utcFields
    return "\(fields.date(separator: ""))T"
      + "\(fields.hour.padded(2))\(fields.minute.padded(2))\(fields.second.padded(2))Z"
  }
}

// MARK: - Reading

extension Timestamp {
  /// Reads ISO 8601: a date, optionally `T` (or a blank) and a time with up to six fraction digits,
  /// optionally a zone (`Z`, `+05:30`, `-0800`). Without a zone it is UTC. Nil also for a moment before the
  /// year 1 or after 9999.
  package init?(iso8601 text: String) {
    var scanner = TimestampScanner(text)
    guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
      let day = scanner.digits(2)
    else { return nil }
    var fields = DateFields(year: year, month: month, day: day)
    var offset = 0
    if scanner.skip("T") || scanner.skip("t") || scanner.skip(" ") {
      guard scanner.readTime(into: &fields), let zone = scanner.zoneOffset() else { return nil }
      offset = zone
    }
    guard scanner.isAtEnd, let moment = Timestamp(utc: fields) else { return nil }
    self = moment.adding(minutes: -offset)
    // Outside these years sort keys would not sort by time.
    guard (1...9_999).contains(self.year) else { return nil }
  }
}

private struct TimestampScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func digits(_ count: Int) -> Int? {
    let field = rest.prefix(count)
    guard field.count == count, field.allSatisfy(\.isDigit) else { return nil }
    rest.removeFirst(count)
    return field.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  mutating func readTime(into fields: inout DateFields) -> Bool {
    guard let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60 else {
      return false
    }
    fields.hour = hour
    fields.minute = minute
    guard skip(":") else { return true }
    guard let second = digits(2), second < 60 else { return false }
    fields.second = second
    guard skip(".") || skip(",") else { return true }
    let fraction = rest.prefix(while: \.isDigit).count
    guard (1...6).contains(fraction), let value = digits(fraction) else { return false }
    fields.microsecond = (fraction..<6).reduce(value) { value, _ in value * 10 }
    return true
  }

  /// Minutes east of UTC; 0 when no zone is written; nil for anything else.
  mutating func zoneOffset() -> Int? {
    if isAtEnd || skip("Z") || skip("z") { return 0 }
    let sign = skip("+") ? 1 : skip("-") ? -1 : 0
    guard sign != 0, let hours = digits(2), hours < 24 else { return nil }
    _ = skip(":")
    let minutes = isAtEnd ? 0 : digits(2)
    guard let minutes, minutes < 60 else { return nil }
    return sign * (hours * 60 + minutes)
  }
}
