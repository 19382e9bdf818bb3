/// One statement of a `.sql` file: where it begins, and the words it begins with.
struct SQLStatement: Equatable {
  /// The offset of its first token, in bytes.
  let offset: Int
  /// The line of its first token, from 1.
  let line: Int
  /// In upper case, without strings, quoted names and what is in parentheses.
  var words: [String] = []
  /// Whether it holds `DO UPDATE`, by which an INSERT changes rows that are there.
  var updatesOnConflict = false
}

/// Finds the statements of a `.sql` file as the server does, and what in the file is not plain SQL.
struct SQLSplitter {
  /// Joined they are the whole text.
  private(set) var pieces: [SQLPiece] = []
  /// The first thing in the file that cannot be applied, and where.
  private(set) var refusal: (reason: ScriptRefusal, line: Int)?

  /// This many words distinguish `CREATE OR REPLACE FUNCTION` from other statements.
  private static let wordsKept = 4

  /// The start of the current piece.
  private var start = 0
  private var current: SQLStatement?
  private var parentheses = 0
  /// The nesting depth inside `BEGIN ATOMIC … END` of an SQL function, where a semicolon does not end the
  /// statement.
  private var blocks = 0
  private var previousWord = ""
  /// The start of a function whose body is not a string: what follows is most likely part of that body.
  private var unquotedBody: Int?

  init(_ bytes: [UInt8], standardConformingStrings: Bool = true) {
    var scanner = SQLScanner(bytes, standardConformingStrings: standardConformingStrings)
    while let token = scanner.next() {
      if current == nil, case .backslash(let name) = token.kind,
        let command = PsqlCommand(name, argumentsAt: token.range.upperBound, in: bytes)
      {
        endPiece(.comments, at: token.range.lowerBound)
        endPiece(.command(command.text), at: command.end)
        scanner.index = command.end
      } else {
        take(token)
      }
    }
    endStatement(at: bytes.count)
    endPiece(.comments, at: bytes.count)
    if let last = pieces.indices.last { pieces[last].unclosed = scanner.unclosed }
  }

  private mutating func take(_ token: SQLToken) {
    if token.kind == .semicolon && parentheses == 0 && blocks == 0 {
      return endStatement(at: token.range.upperBound)
    }
    let isFirst = current == nil
    if isFirst { current = SQLStatement(offset: token.range.lowerBound, line: token.line) }
    if parentheses == 0 { findUnquotedBody(token.kind) }
    switch token.kind {
    case .word(let word):
      if parentheses == 0 { take(word, at: token.line) }
      return
    case .openParenthesis: parentheses += 1
    case .closeParenthesis: parentheses = max(0, parentheses - 1)
    case .backslash(let name):
      refuse(isFirst ? .metaCommand(name) : .insideStatement(name), at: token.line)
    case .dollar: refuse(.dollar, at: token.line)
    case .semicolon, .string, .other: break
    }
    previousWord = ""
  }

  private mutating func take(_ word: String, at line: Int) {
    if let words = current?.words, words.count < Self.wordsKept { current?.words.append(word) }
    let words = current?.words ?? []
    if ["STDIN", "STDOUT"].contains(word) && ["FROM", "TO"].contains(previousWord) && words.first == "COPY" {
      refuse(.copy("COPY … \(previousWord) \(word.lowercased())"), at: line)
    }
    if previousWord == "DO", word == "UPDATE" { current?.updatesOnConflict = true }
    if Self.makesFunction(words) { countBlocks(word) }
    previousWord = word
  }

  /// In the definition of a function or procedure, BEGIN ATOMIC, and CASE inside it, open a block that END
  /// closes.
  private mutating func countBlocks(_ word: String) {
    switch word {
    case "ATOMIC" where previousWord == "BEGIN": blocks += 1
    case "CASE" where blocks > 0: blocks += 1
    case "END" where blocks > 0: blocks -= 1
    default: break
    }
  }

  /// A string follows AS in a function's definition, and DO. `U&''` is two tokens, of which the first is a
  /// word.
  private mutating func findUnquotedBody(_ kind: SQLToken.Kind) {
    guard blocks == 0, unquotedBody == nil, let current else { return }
    let takesBody =
      previousWord == "AS" && Self.makesFunction(current.words)
      || previousWord == "DO" && current.words == ["DO"] && kind != .word("LANGUAGE")
    if takesBody && kind != .string && kind != .word("U") { unquotedBody = current.line }
  }

  private static func makesFunction(_ words: [String]) -> Bool {
    guard words.first == "CREATE" else { return false }
    let kind =
      words.dropFirst().starts(with: ["OR", "REPLACE"]) ? words.dropFirst(3).first : words.dropFirst().first
    return kind == "FUNCTION" || kind == "PROCEDURE"
  }

  private mutating func endStatement(at end: Int) {
    guard let current else { return }
    if let command = ScriptRefusal.transactionCommand(current.words) {
      if let unquotedBody {
        refuse(.unquotedBody, at: unquotedBody)
      } else {
        refuse(.transactionControl(command), at: current.line)
      }
    }
    endPiece(.statement(current), at: end)
    self.current = nil
    parentheses = 0
    blocks = 0
    previousWord = ""
  }

  private mutating func endPiece(_ content: SQLPiece.Content, at end: Int) {
    guard start < end else { return }
    pieces.append(SQLPiece(content: content, range: start..<end))
    start = end
  }

  private mutating func refuse(_ reason: ScriptRefusal, at line: Int) {
    if refusal == nil { refusal = (reason, line) }
  }
}
