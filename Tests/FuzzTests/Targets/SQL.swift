import Toolkit

@testable import Postgres

extension FuzzTarget {
  /// The splitter of `.sql` files: its pieces are the text, and each piece by itself is one statement.
  static let sql = FuzzTarget(
    name: "sql",
    seeds: [
      "\u{FEFF}CREATE TABLE a (b text DEFAULT 'c;''d'); -- e;\n/* f /* ; */ g */ INSERT INTO a VALUES (E'\\';', $1);;\n",
      "CREATE OR REPLACE FUNCTION f() RETURNS int AS $a$ SELECT 1; $b$ $a$ LANGUAGE sql; SELECT \"x;\"\"\" FROM y;",
      "create function g() returns int begin atomic select case when 1 = 1 then 2 end; end; SELECT N'a'\n'b', X'1F', U&'\\0041';",
      "COPY a FROM stdin;\n\\.\nBEGIN; COMMIT;",
    ].map { Array($0.utf8) },
    tokens: [
      ";", "'", "''", "\"", "$$", "$a$", "$1", "--", "/*", "*/", "\n", "\r", "E'", "U&'", "\\", "\\'", "(",
      ")", "BEGIN", "ATOMIC",
      "END", "CASE", "CREATE FUNCTION", "CREATE OR REPLACE PROCEDURE", "COPY", "FROM STDIN", "é", "\u{FEFF}",
      "\0",
    ]
  ) { input in
    _ = try? SQLScript(name: "f.sql", bytes: input)
    for isStandard in [true, false] { try checkSplit(input, isStandard) }
  }

  private static func checkSplit(_ text: [UInt8], _ isStandard: Bool) throws {
    func split(_ text: ArraySlice<UInt8>) -> [SQLStatement] {
      SQLSplitter(Array(text), standardConformingStrings: isStandard).statements
    }
    let statements = split(text[...])
    var end = 0
    for (index, statement) in statements.enumerated() {
      let number = index + 1
      try promise(
        end <= statement.offset && statement.offset < statement.end,
        "statement \(number) is out of order"
      )
      try promise(statement.end <= text.count, "statement \(number) is longer than the text")
      try promise(statement.line == 1 + text[..<statement.offset].count { $0 == 0x0A }, "a wrong line")
      try promise(split(text[end..<statement.offset]).isEmpty, "something is between the statements")
      let piece = split(text[statement.offset..<statement.end])
      let itself = SQLStatement(
        offset: 0,
        line: 1,
        end: statement.end - statement.offset,
        words: statement.words
      )
      try promise(piece == [itself], "statement \(number) by itself is \(piece)")
      end = statement.end
    }
    try promise(split(text[end...]).isEmpty, "something is behind the last statement")
  }
}
