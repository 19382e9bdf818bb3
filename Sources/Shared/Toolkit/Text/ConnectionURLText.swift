/// A PostgreSQL connection string as it may be shown: without its password, in whichever form libpq takes it.
package enum ConnectionURLText {
  /// The text without what may be a password; unchanged where it is not a connection string.
  package static func withoutPassword(_ text: String) -> String {
    // In `password=x://y` the password looks like a URL.
    if let scheme = text.firstRange(of: "://"), !text[..<scheme.lowerBound].contains("=") {
      return text[..<scheme.upperBound] + shownURL(text[scheme.upperBound...])
    }
    // `host=… password=…`: from there on nothing is shown, because quotes and blanks may be part of the
    // password.
    return text.lowercased().contains("password") ? upTo("password", in: text[...]) : text
  }

  /// A URL after its scheme. The user part ends at the last `@`, so that a password with an unescaped `@` in
  /// it is hidden as a whole.
  private static func shownURL(_ rest: Substring) -> String {
    let query = rest.firstIndex(of: "?") ?? rest.endIndex
    guard !rest[query...].contains("@") else { return "…" }
    // libpq takes `p%61ssword` for `password`.
    let mayHoldPassword = rest[query...].contains("%") || rest[query...].lowercased().contains("password")
    let parameters = mayHoldPassword ? "?…" : rest[query...]
    guard let end = rest[..<query].lastIndex(of: "@") else { return "\(rest[..<query])\(parameters)" }
    let user = rest[..<end].prefix { !":@/".contains($0) }
    let place = rest[..<query][rest.index(after: end)...]
    return "\(user)\(user.isEmpty ? "" : "@")\(place)\(parameters)"
  }

  private static func upTo(_ word: String, in text: Substring) -> String {
    let count = text.lowercased().firstRange(of: word).map { range in
      text.lowercased().distance(from: text.lowercased().startIndex, to: range.upperBound)
    }
    return text.prefix(count ?? 0) + "=…"
  }
}
