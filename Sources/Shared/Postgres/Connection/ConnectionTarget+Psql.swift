import Toolkit

extension ConnectionTarget {
  /// The parameters that say where and how to connect; none of them is a secret.
  private static let place = [
    "service", "host", "hostaddr", "port", "dbname", "options", "sslmode", "sslrootcert", "sslcrl",
    "sslcrldir", "ssl_min_protocol_version", "channel_binding", "requirepeer", "gssencmode", "krbsrvname",
    "target_session_attrs",
  ]
  private static let identity = ["user", "passfile", "sslcert", "sslkey"]

  /// The psql command that runs a statement on the same database, to type in a shell. It has no password:
  /// psql asks for one where the server requires it.
  ///
  /// - Parameter asSameUser: Else psql connects as the user who types it, or as `PGUSER`.
  package func psqlCommand(_ statement: String, asSameUser: Bool = true) -> String {
    let keywords = Self.place + (asSameUser ? Self.identity : [])
    let settings = keywords.compactMap { keyword in
      parameters[keyword].map { "\(keyword)=\(Self.quoted($0))" }
    }
    let words = ["psql", settings.joined(separator: " "), "-c", statement]
    return (fallbackTLSMode.map { "PGSSLMODE=\($0) " } ?? "")
      + words.map(CommandLineText.quoted).joined(separator: " ")
  }

  /// A value as libpq reads it in a `keyword=value` text.
  private static func quoted(_ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { $0.isLetterOrDigit(or: "-_./:,@%") }
    if isPlain { return value }
    return "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
