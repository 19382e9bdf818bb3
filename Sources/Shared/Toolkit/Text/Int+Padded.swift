extension Int {
  /// The number in decimal with leading zeros to at least `width` digits.
  package func padded(_ width: Int) -> String {
    let digits = String(self)
    let missing = width - digits.utf8.count
    return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
  }
}
