#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Timestamp {
  /// `2023-03-26 06:04 PM`, in the zone of the machine that shows it.
  package var localMinute: String {
    let local = localTime
    let hour = ((local.date.hour + 11) % 12 + 1).padded(2)
    return
      "\(local.date.day(separator: "-")) \(hour):\(local.date.minute.padded(2)) \(local.date.hour < 12 ? "AM" : "PM")"
  }

  /// `2023-03-26 18:04:14.123000+00:00`, in the zone of the machine that shows it: what Python's `str(datetime)` prints. A
  /// fraction of zero is left out.
  package var pythonText: String {
    let (date, offset) = localTime
    let fraction = date.microsecond == 0 ? "" : ".\(date.microsecond.padded(6))"
    let (hours, rest) = abs(offset).quotientAndRemainder(dividingBy: 3_600)
    let seconds = rest % 60 == 0 ? "" : ":\((rest % 60).padded(2))"
    let zone = "\(offset < 0 ? "-" : "+")\(hours.padded(2)):\((rest / 60).padded(2))\(seconds)"
    return
      "\(date.day(separator: "-")) \(date.hour.padded(2)):\(date.minute.padded(2)):\(date.second.padded(2))\(fraction)\(zone)"
  }

  /// The moment at which a clock on the wall, in the zone of this machine, shows what one in UTC shows at this moment.
  ///
  /// Of an hour that the change from summer time repeats it is one of the two; what it leaves out is an hour later.
  var readAsLocalTime: Timestamp {
    let fields = civil
    var local = unsafe tm()
    unsafe local.tm_year = Int32(fields.year - 1_900)
    unsafe local.tm_mon = Int32(fields.month - 1)
    unsafe local.tm_mday = Int32(fields.day)
    unsafe local.tm_hour = Int32(fields.hour)
    unsafe local.tm_min = Int32(fields.minute)
    unsafe local.tm_sec = Int32(fields.second)
    unsafe local.tm_isdst = -1
    let seconds = unsafe mktime(&local)
    return Timestamp(microseconds: Int64(seconds) * 1_000_000 + Int64(fields.microsecond))
  }

  /// The fields of the clock on the wall, and how many seconds it is ahead of UTC.
  private var localTime: (date: CivilDate, offset: Int) {
    var moment = time_t(seconds)
    var local = unsafe tm()
    guard unsafe localtime_r(&moment, &local) != nil else { return (civil, 0) }
    let offset = unsafe Int(local.tm_gmtoff)
    return (Timestamp(microseconds: microseconds + Int64(offset) * 1_000_000).civil, offset)
  }
}
