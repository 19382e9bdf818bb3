import Toolkit

@testable import Postgres

extension FuzzTarget {
  /// The splitter of `.sql` files: its pieces make up the whole text, each statement stays one when it is
  /// split again, and what is not sent to the server is comments.
  static let sql = FuzzTarget(
    name: "sql",
    seeds: [
      "\u{FEFF}CREATE TABLE a (b text DEFAULT 'c;''d'); -- e;\n/* f /* ; */ g */ INSERT INTO a VALUES (E'\\';', $1);;\n",
      "CREATE OR REPLACE FUNCTION f() RETURNS int AS $a$ SELECT 1; $b$ $a$ LANGUAGE sql; SELECT \"x;\"\"\" FROM y;",
      "create function g() returns int begin atomic select case when 1 = 1 then 2 end; end; SELECT N'a'\n'b', X'1F', U&'\\0041';",
      "COPY a FROM stdin;\n\\.\nBEGIN; COMMIT;",
      "-- a\n\\restrict b\n\\echo 'c;''\\n' -n \\\\ SELECT 1; /* d */ \\qecho e\n-- f\n\\unrestrict b\n/* /* g */ h */\n",
    ].map { Array($0.utf8) },
    tokens: [
      ";", "'", "''", "\"", "$$", "$a$", "$1", "--", "/*", "*/", "\n", "\r", "E'", "U&'", "\\", "\\'", "(",
      ")", "BEGIN", "ATOMIC",
      "END", "CASE", "CREATE FUNCTION", "CREATE OR REPLACE PROCEDURE", "COPY", "FROM STDIN", "é", "\\echo",
      "\\\\", "$ $", "\u{FEFF}",
      "\0",
    ]
  ) { input in
    _ = try? SQLScript(name: "f.sql", bytes: input)
    for isStandard in [true, false] { try checkSplit(input, isStandard) }
  }

  private static func checkSplit(_ text: [UInt8], _ isStandard: Bool) throws {
    func split(_ text: ArraySlice<UInt8>) -> [SQLPiece] {
      SQLSplitter(Array(text), standardConformingStrings: isStandard).pieces
    }
    let pieces = split(text[...])
    var end = 0
    for piece in pieces {
      try promise(piece.range.lowerBound == end && !piece.range.isEmpty, "a gap before \(piece)")
      end = piece.range.upperBound
      let content = text[piece.range]
      switch piece.content {
      case .statement(let statement):
        try promise(statement.line == 1 + text[..<statement.offset].count { $0 == 0x0A }, "a wrong line")
        let offset = statement.offset - piece.range.lowerBound
        try promise(isComments(content.prefix(offset)), "not only comments before \(statement)")
        let itself = SQLStatement(
          offset: offset,
          line: 1 + content.prefix(offset).count { $0 == 0x0A },
          words: statement.words
        )
        let again = split(content)
        try promise(again.map(\.content) == [.statement(itself)], "\(statement) by itself is \(again)")
      case .comments:
        let isOpen = piece.unclosed == .comment && piece == pieces.last
        try promise(isComments(content, mayBeOpen: isOpen), "not only comments: \(piece)")
      case .command: try promise(content.first == 0x5C, "not a command: \(piece)")
      }
    }
    try promise(end == text.count, "something is behind the last piece")
  }

  /// Reads comments independently of the splitter.
  private static func isComments(_ text: ArraySlice<UInt8>, mayBeOpen: Bool = false) -> Bool {
    var rest = text
    while let byte = rest.first {
      if rest.starts(with: [0x2F, 0x2A]) {
        guard let after = commentsEnd(rest) else { return mayBeOpen }
        rest = rest[after...]
      } else if rest.starts(with: [0x2D, 0x2D]) {
        rest = rest.drop { $0 != 0x0A && $0 != 0x0D }
      } else if (0x09...0x0D).contains(byte) || byte == 0x20 || byte == 0x3B {
        rest = rest.dropFirst()
      } else {
        return false
      }
    }
    return !mayBeOpen
  }

  /// The end of the comment with which the text begins; nil where the comment does not end.
  private static func commentsEnd(_ text: ArraySlice<UInt8>) -> Int? {
    var depth = 0
    var index = text.startIndex
    while index + 1 < text.endIndex {
      let pair = (text[index], text[index + 1])
      let step = pair == (0x2F, 0x2A) ? 1 : pair == (0x2A, 0x2F) ? -1 : 0
      depth += step
      index += step == 0 ? 1 : 2
      if depth == 0 { return index }
    }
    return nil
  }
}
