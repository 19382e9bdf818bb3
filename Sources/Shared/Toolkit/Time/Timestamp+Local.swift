extension Timestamp {
  /// `2023-03-26 06:04 PM`, in the zone of the machine that shows it.
  package var localMinute: String {
    let (local, _) = localFields
    let hour = ((local.hour + 11) % 12 + 1).padded(2)
    return
      "\(local.date(separator: "-")) \(hour):\(local.minute.padded(2)) \(local.hour < 12 ? "AM" : "PM")"
  }

  /// `localMinute` as the day and the time of day.
  package var localDayAndTime: (day: String, time: String) {
    let minute = localMinute
    let day = minute.prefix { $0 != " " }
    return (String(day), String(minute.dropFirst(day.count + 1)))
  }

  /// `2023-03-26 18:04:14.123000+00:00`, in the zone of the machine that shows it: what Python's
  /// `str(datetime)` prints. A fraction of zero is left out.
  package var pythonText: String {
    let (local, offset) = localFields
    let time = "\(local.hour.padded(2)):\(local.minute.padded(2)):\(local.second.padded(2))"
    let fraction = local.microsecond == 0 ? "" : ".\(local.microsecond.padded(6))"
    let (hours, rest) = abs(offset).quotientAndRemainder(dividingBy: 3_600)
    let seconds = rest % 60 == 0 ? "" : ":\((rest % 60).padded(2))"
    let zone = "\(offset < 0 ? "-" : "+")\(hours.padded(2)):\((rest / 60).padded(2))\(seconds)"
    return "\(local.date(separator: "-")) \(time)\(fraction)\(zone)"
  }

  /// The moment at which a clock in the zone of this machine shows what one in UTC shows at this moment.
  var readAsLocalTime: Timestamp { Timestamp(local: utcFields) }
}
