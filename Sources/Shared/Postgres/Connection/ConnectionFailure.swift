import Toolkit

/// Why a connection failed, parsed from libpq's message: one reason for each address that it tried.
struct ConnectionFailure: Error, Equatable {
  var reasons: [String]
  /// The server's SQLSTATE, when a server answered.
  var sqlState: SQLState?
  /// The server asked for a password and the URL has none.
  var needsPassword = false

  init(reasons: [String], sqlState: SQLState? = nil) {
    self.reasons = reasons
    self.sqlState = sqlState
  }

  /// Reads the lines `connection to server at "localhost" (::1), port 5432 failed: REASON`, where REASON is
  /// the system's, or the server's as `FATAL:  3D000: database "x" does not exist`.
  init(libpqMessage text: String) {
    self.init(reasons: [])
    for line in text.split(separator: "\n") where !line.hasPrefix("\t") && !line.hasPrefix("LOCATION:") {
      let reason = line.firstRange(of: " failed: ").map { line[$0.upperBound...] } ?? line
      let (state, words) = Self.serverReason(reason)
      if let state { sqlState = state }
      let readable = Self.lowercasedStart(words).onOneLine(atMost: String.longestServerText)
      if !reasons.contains(readable) { reasons.append(readable) }
    }
    if reasons.isEmpty { reasons = ["no reason given"] }
  }

  /// Why, on one line.
  var reason: String {
    needsPassword && sqlState == nil ? "the server asks for a password" : reasons.joined(separator: "; ")
  }

  /// Splits `FATAL:  3D000: words`: the severity may be translated, its colon, the two blanks and the state
  /// not.
  private static func serverReason(_ reason: Substring) -> (SQLState?, Substring) {
    guard let colon = reason.firstRange(of: ":  ") else { return (nil, reason) }
    let rest = reason[colon.upperBound...]
    let state = rest.prefix(5)
    guard state.utf8.count == 5, state.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }),
      rest.dropFirst(5).hasPrefix(": ")
    else { return (nil, rest) }
    return (SQLState(rawValue: String(state)), rest.dropFirst(7))
  }

  private static func lowercasedStart(_ text: Substring) -> String {
    guard let second = text.dropFirst().first, second.isLowercase else { return String(text) }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
