import Toolkit

/// One statement of a `.sql` file: where it begins, and the words it begins with.
struct SQLStatement: Equatable {
  /// Of its first token, counted in bytes.
  let offset: Int
  /// Of its first token, counted from 1.
  let line: Int
  /// Where its semicolon is, or the text ends, counted in bytes.
  var end = 0
  /// In upper case; strings, quoted names and what is in parentheses are left out.
  var words: [String] = []
}

/// Finds the statements of a `.sql` file as the server counts them, and what makes the file no plain SQL.
struct SQLSplitter {
  private(set) var statements: [SQLStatement] = []
  /// The first thing in the file that cannot be applied, and where.
  private(set) var refusal: (reason: ScriptRefusal, line: Int)?

  /// So many words tell `CREATE OR REPLACE FUNCTION` from other statements.
  private static let wordsKept = 4

  private var current: SQLStatement?
  private var parentheses = 0
  /// How deep inside `BEGIN ATOMIC … END` of an SQL function, where semicolons end no statement.
  private var blocks = 0
  private var previousWord = ""

  init(_ bytes: [UInt8], standardConformingStrings: Bool = true) {
    var scanner = SQLScanner(bytes, standardConformingStrings: standardConformingStrings)
    while let token = scanner.next() { take(token) }
    endStatement(at: bytes.count)
  }

  private mutating func take(_ token: SQLToken) {
    if token.kind == .semicolon && parentheses == 0 && blocks == 0 { return endStatement(at: token.offset) }
    if current == nil { current = SQLStatement(offset: token.offset, line: token.line) }
    switch token.kind {
    case .word(let word):
      if parentheses == 0 { take(word, at: token.line) }
      return
    case .openParenthesis: parentheses += 1
    case .closeParenthesis: parentheses = max(0, parentheses - 1)
    case .backslash(let name): refuse(.metaCommand(name), at: token.line)
    case .semicolon, .other: break
    }
    previousWord = ""
  }

  private mutating func take(_ word: String, at line: Int) {
    if let words = current?.words, words.count < Self.wordsKept { current?.words.append(word) }
    let words = current?.words ?? []
    if ["STDIN", "STDOUT"].contains(word) && ["FROM", "TO"].contains(previousWord) && words.first == "COPY" {
      refuse(.copy("COPY … \(previousWord) \(word.lowercased())"), at: line)
    }
    if Self.makesFunction(words) { countBlocks(word) }
    previousWord = word
  }

  /// In a function's or procedure's definition BEGIN ATOMIC, and inside it CASE, open what END closes.
  private mutating func countBlocks(_ word: String) {
    switch word {
    case "ATOMIC" where previousWord == "BEGIN": blocks += 1
    case "CASE" where blocks > 0: blocks += 1
    case "END" where blocks > 0: blocks -= 1
    default: break
    }
  }

  private static func makesFunction(_ words: [String]) -> Bool {
    guard words.first == "CREATE" else { return false }
    let kind =
      words.dropFirst().starts(with: ["OR", "REPLACE"]) ? words.dropFirst(3).first : words.dropFirst().first
    return kind == "FUNCTION" || kind == "PROCEDURE"
  }

  private mutating func endStatement(at end: Int) {
    if var current {
      current.end = end
      if let command = ScriptRefusal.transactionCommand(current.words) {
        refuse(.transactionControl(command), at: current.line)
      }
      statements.append(current)
    }
    current = nil
    parentheses = 0
    blocks = 0
    previousWord = ""
  }

  private mutating func refuse(_ reason: ScriptRefusal, at line: Int) {
    if refusal == nil { refusal = (reason, line) }
  }
}
