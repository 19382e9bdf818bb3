import Testing

@testable import Postgres

@Suite struct PsqlCommandTests {
  /// A line, what it prints, and what follows the command on the line.
  @Test(
    arguments: [
      ("\\echo", "", ""), ("\\echo a   b\t c ", "a b c", ""), ("\\qecho a", "a", ""), ("\\warn a", "a", ""),
      ("\\echo 'a   b'", "a   b", ""), ("\\echo 'it''s'", "it's", ""), ("\\echo a'b c'd", "ab cd", ""),
      ("\\echo \"a  b\" c", "\"a  b\" c", ""), ("\\echo -n a", "a", ""), ("\\echo a -n", "a -n", ""),
      (#"\echo 'a\nb' '\101\x42\x' '\q\\'"#, "a\nb ABx q\\", ""), ("\\echo a;b--c/*", "a;b--c/*", ""),
      ("\\echo a\\\\ select 1;", "a", " select 1;"), ("\\echo a \\qecho b", "a", "\\qecho b"),
      ("\\echo 'a", "a", ""), ("\\echo \"a b", "\"a b", ""), ("\\echo a\r", "a", ""), ("\\echo ''", "", ""),
      (#"\echo '\033[31mred'"#, "[31mred", ""), (#"\echo 'a\"#, "a", ""), ("\\echo 'é🙂'é", "é🙂é", ""),
      (#"\echo '\303\251'"#, "é", ""), (#"\echo '\n\na'"#, "\n\na", ""),
      ("\\echo :a :'b'c :'d e", ":a :'b'c :d e", ""),
    ] as [(String, String, String)]
  )
  func `what a line prints is what psql prints`(line: String, text: String, rest: String) throws {
    let bytes = Array("\(line)\nnext".utf8)
    let name = String(line.prefix { $0 != " " })
    let command = try #require(PsqlCommand(name, argumentsAt: name.utf8.count, in: bytes))
    #expect(command.text == text)
    #expect(String(decoding: bytes[command.end...], as: UTF8.self) == "\(rest)\nnext")
  }

  @Test func `the commands of pg_dump print nothing`() {
    let bytes = Array("\\restrict Kx1\nSELECT 1;\n\\unrestrict Kx1\n".utf8)
    #expect(PsqlCommand("\\restrict", argumentsAt: 9, in: bytes)?.text == .some(nil))
    #expect(SQLSplitter(bytes).refusal == nil)
    #expect(SQLSplitter(bytes).pieces.compactMap(\.statement?.words) == [["SELECT"]])
  }

  @Test(arguments: ["\\i", "\\c", "\\set", "\\gexec", "\\", "\\ECHO", "\\echoo", "\\!"])
  func `psql commands other than echo, qecho and warn are refused`(name: String) {
    #expect(PsqlCommand(name, argumentsAt: name.utf8.count, in: Array("\(name) a".utf8)) == nil)
  }

  @Test func `no program is run for a text in backquotes`() {
    #expect(PsqlCommand("\\echo", argumentsAt: 5, in: Array("\\echo `touch x`".utf8)) == nil)
    #expect(
      PsqlCommand("\\echo", argumentsAt: 5, in: Array("\\echo '`a`' \"`b`\"".utf8))?.text == "`a` \"`b`\""
    )
  }
}
