import Toolkit

/// The next step after the server refused a part of a `.sql` file. Where there are several, one that loses no
/// rows comes first.
struct ScriptAdvice {
  private let script: SQLScript
  private let piece: SQLPiece
  private let server: ServerMessage
  /// The words that a statement begins with.
  private let words: [String]

  init(_ script: SQLScript, piece: SQLPiece, server: ServerMessage) {
    self.script = script
    self.piece = piece
    self.server = server
    words = piece.statement?.words ?? []
  }

  func nextStep(after state: SQLState) -> NextStep? {
    switch state {
    case .activeTransaction, .invalidTransactionTermination:
      .runByItself
    case .featureNotSupported, .undefinedFile:
      words.starts(with: ["CREATE", "EXTENSION"]) ? .installContrib : nil
    case .syntaxError: unclosed ?? variable
    case .duplicateTable, .duplicateObject, .duplicateSchema, .duplicateFunction, .duplicateColumn: duplicate
    case .undefinedObject, .invalidParameterValue: roleOfRDS
    case .notNullViolation: missingUser
    default: nil
    }
  }
}

// Syntax.
extension ScriptAdvice {
  private var unclosed: NextStep? {
    switch piece.unclosed {
    case .comment: .closeComment
    case .dollarQuote: .closeDollarQuote
    case nil: nil
    }
  }

  /// `:name`, `:'name'` and `:"name"` where the server found its error.
  private var variable: NextStep? {
    guard let position = server.position else { return nil }
    let start = script.offset(ofPosition: position, in: piece)
    let rest = script.bytes[start..<piece.range.upperBound]
    guard rest.first == UInt8(ascii: ":"), let next = rest.dropFirst().first else { return nil }
    let quote = next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") ? next : nil
    let name = rest.dropFirst(quote == nil ? 1 : 2).prefix { $0.continuesWord && $0 != UInt8(ascii: "$") }
    guard !name.isEmpty, quote == nil || rest[name.endIndex...].first == quote else { return nil }
    let variable = rest[..<(quote == nil ? name.endIndex : name.endIndex + 1)]
    return .setVariable(variable.asText, name: name.asText)
  }
}

// What exists already.
extension ScriptAdvice {
  private static let modifiers: Set<String> = [
    "CREATE", "OR", "REPLACE", "UNIQUE", "MATERIALIZED", "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED",
    "RECURSIVE",
  ]

  private var duplicate: NextStep? {
    if words.starts(with: ["ALTER", "TABLE"]) {
      return server.sqlState == .duplicateColumn ? .addColumnIfNotExists : .leaveOut(drop: "…", before: "ADD")
    }
    // A column that the statement itself names twice does not exist already.
    guard words.first == "CREATE", server.sqlState != .duplicateColumn, !words.contains("IF"),
      let index = words.firstIndex(where: { !Self.modifiers.contains($0) })
    else { return nil }
    let kind = (words.contains("MATERIALIZED") ? "MATERIALIZED " : "") + words[index]
    let create = words[...index].joined(separator: " ")
    switch kind {
    case "TABLE": return .keepOrReplace(create: create, drop: kind, losesRows: true)
    case "INDEX", "SEQUENCE", "SCHEMA", "EXTENSION", "MATERIALIZED VIEW":
      return .keepOrReplace(create: create, drop: kind, losesRows: false)
    case "VIEW", "FUNCTION", "PROCEDURE", "AGGREGATE", "TRIGGER", "RULE": return .createOrReplace(kind)
    case "TYPE", "DOMAIN", "ROLE", "POLICY": return .leaveOut(drop: kind, before: "it")
    default: return .takeOut
    }
  }
}

// Rows and roles that have to exist before.
extension ScriptAdvice {
  /// The roles that Amazon RDS makes on each of its servers.
  ///
  /// Source:
  /// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html
  private static let rolesOfRDS: Set<String> = [
    "rdsadmin", "rdsrepladmin", "rdstopmgr", "rdswriteforwarduser", "rds_ad", "rds_extension", "rds_iam",
    "rds_password", "rds_replication", "rds_reserved", "rds_superuser",
  ]

  private var roleOfRDS: NextStep? {
    let names = tokens.map {
      script.bytes[$0.range].filter { $0 != UInt8(ascii: "\"") }[...].asText.lowercased()
    }
    return names.first(where: Self.rolesOfRDS.contains).map(NextStep.leaveOutRole)
  }

  private var missingUser: NextStep? {
    guard server.column == "user_uuid", tokens.contains(where: { $0.kind == .word("SELECT") }) else {
      return nil
    }
    return .findUser
  }

  private var tokens: [SQLToken] {
    var scanner = SQLScanner(script.bytes, standardConformingStrings: true)
    scanner.index = piece.range.lowerBound
    var tokens: [SQLToken] = []
    while let token = scanner.next(), token.range.lowerBound < piece.range.upperBound { tokens.append(token) }
    return tokens
  }
}

extension ArraySlice<UInt8> {
  fileprivate var asText: String { String(decoding: self, as: UTF8.self) }
}
