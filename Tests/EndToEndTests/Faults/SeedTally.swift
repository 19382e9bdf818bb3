/// The tally of a seed that was interrupted: `25 of 106 items are written, 50 may be, as no answer came, 31
/// are not`.
struct SeedTally {
  let written: Int
  let uncertain: Int
  let absent: Int

  let total: Int

  /// Nil when the text has no tally, or one that does not add up.
  init?(_ text: String) {
    let pattern = /(\d+) of (\d+) items are written, (?:(\d+) may be, as no answer came, )?(\d+) are not/
    guard let match = text.firstMatch(of: pattern), let written = Int(match.1), let total = Int(match.2),
      let uncertain = Int(match.3 ?? "0"), let absent = Int(match.4), written + uncertain + absent == total
    else { return nil }
    (self.written, self.uncertain, self.absent, self.total) = (written, uncertain, absent, total)
  }
}
