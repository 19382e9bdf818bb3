#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A date of the Gregorian calendar with a time of day, field by field. The C library converts it.
struct DateFields {
  var year: Int
  /// From 1.
  var month: Int
  var day: Int
  var hour = 0
  var minute = 0
  var second = 0
  var microsecond = 0

  /// `2023-03-26`
  func date(separator: String) -> String {
    [year.padded(4), month.padded(2), day.padded(2)].joined(separator: separator)
  }
}

extension DateFields {
  fileprivate init(_ time: tm, microsecond: Int) {
    unsafe year = Int(time.tm_year) + 1_900
    unsafe month = Int(time.tm_mon) + 1
    unsafe day = Int(time.tm_mday)
    unsafe hour = Int(time.tm_hour)
    unsafe minute = Int(time.tm_min)
    unsafe second = Int(time.tm_sec)
    self.microsecond = microsecond
  }

  /// - Parameter summer: `tm_isdst`: whether summer time is in force; negative where `mktime` is to find out.
  fileprivate func time(summer: Int32) -> tm {
    var time = unsafe tm()
    unsafe time.tm_year = Int32(year - 1_900)
    unsafe time.tm_mon = Int32(month - 1)
    unsafe time.tm_mday = Int32(day)
    unsafe time.tm_hour = Int32(hour)
    unsafe time.tm_min = Int32(minute)
    unsafe time.tm_sec = Int32(second)
    unsafe time.tm_isdst = summer
    return unsafe time
  }
}

extension Timestamp {
  /// The fields in UTC.
  var utcFields: DateFields {
    var moment = time_t(seconds)
    var time = unsafe tm()
    unsafe gmtime_r(&moment, &time)
    return unsafe DateFields(time, microsecond: microsecondOfSecond)
  }

  /// The fields in the zone of this machine, and how many seconds that zone is ahead of UTC.
  var localFields: (fields: DateFields, offset: Int) {
    var moment = time_t(seconds)
    var time = unsafe tm()
    unsafe localtime_r(&moment, &time)
    return unsafe (DateFields(time, microsecond: microsecondOfSecond), Int(time.tm_gmtoff))
  }

  /// Nil for a day that the calendar does not have, such as 30 February.
  init?(utc fields: DateFields) {
    var time = unsafe fields.time(summer: 0)
    let seconds = unsafe timegm(&time)
    // `timegm` takes 30 February for 2 March, and writes that back.
    guard unsafe time.tm_mon == fields.month - 1 && time.tm_mday == fields.day else { return nil }
    self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fields.microsecond))
  }

  /// In the hour that the end of summer time repeats, the result is one of the two moments; a time in the
  /// hour that the beginning of summer time skips is taken for one in the next hour.
  init(local fields: DateFields) {
    var time = unsafe fields.time(summer: -1)
    let seconds = unsafe mktime(&time)
    self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fields.microsecond))
  }

  private var microsecondOfSecond: Int { Int(microseconds - seconds * 1_000_000) }
}
