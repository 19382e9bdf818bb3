import TestSupport
import Testing
import Toolkit

@testable import Postgres

/// A file that is applied statement by statement has the same effect as when it is sent to the server in one
/// piece.
@Suite(.needsPostgreSQL, .inTurn) struct WholeFileTests {
  private static let table = "CREATE TEMP TABLE seen (number serial, what text)"
  private static let content = "SELECT string_agg(what, '|' ORDER BY number) AS all FROM seen"

  /// Two connections with a table of their own each.
  private struct Pair {
    let ours: PostgresConnection
    let whole: SimpleQuery

    init(standardConformingStrings: Bool) throws {
      ours = try TestDatabase.connectToServer()
      whole = try SimpleQuery(to: TestServer.url())
      let settings = """
        SELECT set_config('standard_conforming_strings', '\(standardConformingStrings)', false),
          set_config('escape_string_warning', 'off', false), set_config('client_min_messages', 'error', false)
        """
      for text in [settings, WholeFileTests.table] {
        try ours.query(SQL(verbatim: text), to: "set up")
        try #require(whole.run(text).state == nil)
      }
    }
  }

  @Test func `an unclosed or over-nested comment hides no statement`() throws {
    for text in [
      "INSERT INTO seen (what) VALUES ('a'); /* x /* y */ INSERT INTO seen (what) VALUES ('b');",
      "INSERT INTO seen (what) VALUES ('a');\n/* INSERT INTO seen (what) VALUES ('b');\n",
      "/* INSERT INTO seen (what) VALUES ('b');",
      "\\echo a\n/* x /* \n\\echo b\n*/ INSERT INTO seen (what) VALUES ('b');",
      "INSERT INTO seen (what) VALUES ('a'); /* x /* y */ \\echo b",
    ] {
      let ours = try TestDatabase.connectToServer()
      try ours.query(SQL(verbatim: Self.table), to: "set up")
      let error = try postgresError { _ = try ours.apply(SQLScript(name: "f.sql", bytes: Array(text.utf8))) }
      #expect(error.sqlState == .syntaxError && error.message.contains("unterminated /* comment"), "\(error)")
      #expect(error.message.contains("nothing was changed"))
      #expect(error.hint == "Comments nest: each /* needs a */ of its own")
      #expect(try ours.query(SQL(verbatim: Self.content), to: "look").first?["all"] == nil)
    }
  }

  @Test(arguments: [true, false])
  func `a file sent statement by statement has the effect of the file sent as a whole`(isStandard: Bool)
    throws
  {
    let pair = try Pair(standardConformingStrings: isStandard)
    var writer = ScriptWriter(seed: isStandard ? 1 : 2)
    var count = (done: 0, failed: 0)
    for _ in 0..<400 {
      let text = writer.script()
      guard let whole = try compare(text, on: pair, isStandard) else { continue }
      if whole.state == nil { count.done += 1 } else { count.failed += 1 }
    }
    // The comparison shows something only if many texts succeed and many fail.
    #expect(count.done > 100 && count.failed > 100, "\(count)")
  }

  /// Returns how the text ended as a whole; nil for a text that cannot be compared.
  private func compare(_ text: String, on pair: Pair, _ isStandard: Bool) throws -> SimpleQuery.Outcome? {
    let splitter = SQLSplitter(Array(text.utf8), standardConformingStrings: isStandard)
    switch splitter.refusal?.reason {
    // As a whole, a text that ends the transaction half way has another effect.
    case .transactionControl, .copy: return nil
    default: break
    }
    // Only psql knows its commands.
    guard !splitter.pieces.contains(where: \.isCommand) else { return nil }
    let whole = try pair.whole.run(text)
    let what = "\(text.debugDescription): as a whole \(whole)"
    let failure = try failure(of: text, on: pair.ours)
    #expect((failure == nil) == (whole.state == nil), "\(what), in pieces \(String(describing: failure))")
    #expect(
      try pair.ours.query(SQL(verbatim: Self.content), to: "look").first?["all"]
        == pair.whole.run(Self.content).value,
      "\(what)"
    )
    if let wholeState = whole.state {
      // The server parses the whole text before it runs anything; statement by statement, those before the
      // syntax error have run, and one of them may have failed earlier.
      let isReading = Self.readingErrors.contains(wholeState)
      #expect(
        isReading || failure?.sqlState == wholeState,
        "\(what), in pieces \(String(describing: failure))"
      )
    }
    if let failure, failure.sqlState == .syntaxError, failure.server?.position != nil,
      let line = Self.line(of: whole, in: text)
    {
      #expect(failure.message.hasPrefix("f.sql:\(line): "), "\(what), in pieces \(failure)")
    }
    try pair.ours.query("TRUNCATE seen", to: "clean up")
    try pair.whole.run("TRUNCATE seen")
    return whole
  }

  /// The states of errors that the parser reports; the second one for `U&''` without
  /// `standard_conforming_strings`.
  private static let readingErrors: [SQLState] = [.syntaxError, .featureNotSupported]

  /// The line of a syntax error; nil where the text has a DO block, whose body is parsed only when it runs,
  /// so that another error may come first.
  private static func line(of outcome: SimpleQuery.Outcome, in text: String) -> Int? {
    guard outcome.state == .syntaxError, let position = outcome.position, !text.contains("DO $") else {
      return nil
    }
    return text.unicodeScalars.prefix(position - 1).count { $0 == "\n" } + 1
  }

  private func failure(of text: String, on connection: PostgresConnection) throws -> ToolError? {
    do {
      _ = try connection.apply(SQLScript(name: "f.sql", bytes: Array(text.utf8)))
      return nil
    } catch let error as ToolError {
      return error
    }
  }
}

extension SQLPiece {
  fileprivate var isCommand: Bool {
    if case .command = content { true } else { false }
  }
}

/// Writes `.sql` files at random, the same ones for the same seed: statements, what may stand between them,
/// and in two of three files something that does not belong there.
private struct ScriptWriter {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private static let statements =
    [
      "'a'", "';'", "'it''s;'", "E'\\';'", "E'\\\\'", "$$;$$", "$$'$$", "$a$;$$;$b$;$a$", "'a' -- ;\n ';'",
      "'--'",
      "'/*'", "U&';'", "N';'", "'\\'", "'é;🙂'", "(SELECT ';' AS \"a;\"\"b\")", "/* ; */ 'c'", "'d' /* ' */",
      "2*/* ; */3", "1+--;\n1", "nothing", "1/0",
    ].map { "INSERT INTO seen (what) VALUES (\($0))" } + [
      "SELECT 1", "SELECT 1 AS a$b$", "SELECT (1)", "",
      "DO $$ BEGIN INSERT INTO seen (what) VALUES ('in;side'); END $$",
      """
      CREATE OR REPLACE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql BEGIN ATOMIC
        SELECT CASE WHEN true THEN 1 END; SELECT 2;
      END
      """,
      "CREATE OR REPLACE FUNCTION pg_temp.g() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2'",
    ]

  private static let gaps = [
    "", " ", "\n", "\r\n", "\t", "-- c;\n", "--'\n", "--\r", "/* ; */", "/* a /* b; */ ' */", "/**/",
    "/*/ */", ";",
    "/* \\echo */",
  ]

  private static let intruders = [
    "/*", "*/", "--", "'", "\"", "$$", "$", "$a$", "E'", "U&'", "\\", "\\\\", ";", "(", ")", "\n", "\r",
    "\u{0B}", ":x", "/",
    "*", "\\restrict", "é",
  ]

  mutating func script() -> String {
    var text = ""
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      text += one(of: Self.gaps) + one(of: Self.statements) + one(of: Self.gaps) + ";"
    }
    text += one(of: Self.gaps)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let place = text.index(text.startIndex, offsetBy: Int.random(in: 0...text.count, using: &random))
      text.insert(contentsOf: one(of: Self.intruders), at: place)
    }
    return text
  }

  private mutating func one(of texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
}
