import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ConfigFileTests {
  typealias Sections = [String: [String: String]]

  /// The sections with their settings' values.
  private func values(_ text: String) throws -> Sections {
    try ConfigFile(text, path: "config").sections.mapValues { $0.mapValues(\.value) }
  }

  private static let grammar: [(text: String, sections: Sections)] = [
    ("", [:]), ("\n\r\n  \n\t\n", [:]), ("# a\n; b\n#[c]\n", [:]),
    ("[default]", ["default": [:]]), ("[default]\n", ["default": [:]]),
    ("[default]\na=b\n", ["default": ["a": "b"]]), ("[default]\na = b", ["default": ["a": "b"]]),
    ("[default]\r\na = b\r\nc = d\r\n", ["default": ["a": "b", "c": "d"]]),
    ("\u{FEFF}[default]\na = b", ["default": ["a": "b"]]), ("[default]\na : b", ["default": ["a": "b"]]),
    ("[default]\na\t=\t b \t", ["default": ["a": "b"]]),
    ("[default]\nREGION = Us", ["default": ["region": "Us"]]),
    ("[default]\na = b = c:d", ["default": ["a": "b = c:d"]]), ("[default]\na =", ["default": ["a": ""]]),
    ("[default]\na = \"b\"", ["default": ["a": "\"b\""]]),
    ("[default]\na = %(b)s $c ~", ["default": ["a": "%(b)s $c ~"]]),
    ("[default]\na = é🙂", ["default": ["a": "é🙂"]]),
    // Names that the AWS CLI accepts and the SDKs do not.
    ("[profile dév]\na = b", ["profile dév": ["a": "b"]]),
    ("[profile a!#&]\na = b", ["profile a!#&": ["a": "b"]]),
    // Comments.
    ("[default] # c\na = b # c\nd = e ; f", ["default": ["a": "b", "d": "e"]]),
    ("[default];c\na = b#c;d", ["default": ["a": "b#c;d"]]), ("[default]\n# a = b\n;c = d", ["default": [:]]),
    ("[default]\na = b\t#c", ["default": ["a": "b"]]), ("[default]\na = # b", ["default": ["a": ""]]),
    // Continuations.
    ("[default]\na = b\n c\n\td", ["default": ["a": "b\nc\nd"]]),
    ("[default]\na = b\n c # d", ["default": ["a": "b\nc # d"]]),
    ("[default]\na = b\n\n  c = d\ne = f", ["default": ["a": "b\nc = d", "e": "f"]]),
    // Indentation: of the settings under their section, of all of the file, of comments.
    ("[default]\n  a = b\n  c = d", ["default": ["a": "b", "c": "d"]]),
    ("[default]\n\ta = b\n\tc = d\n[x]\n\te = f", ["default": ["a": "b", "c": "d"], "x": ["e": "f"]]),
    ("  [default]\n  a = b\n\n  [x]\n  c = d", ["default": ["a": "b"], "x": ["c": "d"]]),
    ("[default]\n  a = b\n    c\n  d = e", ["default": ["a": "b\nc", "d": "e"]]),
    ("[default]\n  a = b\nc = d\n  e", ["default": ["a": "b", "c": "d\ne"]]),
    ("[default]\na = b\n  [x]\nc = d", ["default": ["a": "b\n[x]", "c": "d"]]),
    ("[default]\na = b\n  # c\n\t; d\n  e", ["default": ["a": "b\ne"]]),
    ("  # a\n  [profile b b]\n  c\n    d\n  [x]\n  e = f", ["x": ["e": "f"]]),
    // Quotes have a meaning only in the setting `credential_process`.
    (
      "[default]\ncredential_process = a 'b # c' \"d ; \\\" # e\" # f",
      ["default": ["credential_process": "a 'b # c' \"d ; \\\" # e\""]]
    ),
    ("[default]\ncredential_process = a ; b", ["default": ["credential_process": "a"]]),
    ("[default]\ncredential_process = # a", ["default": ["credential_process": ""]]),
    (
      "[default]\ncredential_process = a 'b\\' # c' # d",
      ["default": ["credential_process": "a 'b\\'"]]
    ),
    ("[default]\na = 'b # c'", ["default": ["a": "'b"]]),
    // Duplicates.
    ("[default]\na = 1\na = 2", ["default": ["a": "2"]]),
    (
      "[default]\na = 1\nb = 1\n[x]\nc = 1\n[default]\na = 2",
      ["default": ["a": "2", "b": "1"], "x": ["c": "1"]]
    ),
    // Names.
    ("[profile a]\nb = c", ["profile a": ["b": "c"]]), ("[ profile\t  a ]\nb = c", ["profile a": ["b": "c"]]),
    ("[profile \"a b\"]\nc = d", ["profile a b": ["c": "d"]]),
    ("[profile 'a b']\nc = d", ["profile a b": ["c": "d"]]),
    ("[profile A-Za_z0.9/%@:+]", ["profile A-Za_z0.9/%@:+": [:]]),
    ("[sso-session x]\na = b", ["sso-session x": ["a": "b"]]),
    ("[  a  ]\nb = c", ["a": ["b": "c"]]), ("[profile a b]\nc = d", [:]),
    ("[profile a b]\nc = d\n  e\n[x]", ["x": [:]]),
    // Combining accents after delimiters, and Unicode's other line separators, which do not end a line.
    ("[a]\nb =\u{301}c", ["a": ["b": "\u{301}c"]]),
    ("[a]\nb = c\u{2028}d\u{B}e", ["a": ["b": "c\u{2028}d\u{B}e"]]),
    ("[DEFAULT]\na = b\n[default]\nc = d", ["DEFAULT": ["a": "b"], "default": ["c": "d"]]),
  ]

  @Test(arguments: grammar)
  func `a file is read as the AWS SDKs read it`(text: String, sections: Sections) throws {
    #expect(try values(text) == sections)
  }

  @Test func `indented settings below a setting without a value belong to that setting`() throws {
    let file = try ConfigFile(
      """
      [services local]
      dynamodb =
        # for the tests
        endpoint_url = http://localhost:8000 # moto
        # endpoint_url = http://localhost:9000

        API_Version= 2012-08-10

      s3 = # nothing here
      \tx = y=z
      sts = a
      """,
      path: "config"
    )
    let section = try #require(file.sections["services local"])
    #expect(
      section["dynamodb"]?.nested == ["endpoint_url": "http://localhost:8000", "api_version": "2012-08-10"]
    )
    #expect(section["s3"]?.nested == ["x": "y=z"])
    #expect(section["sts"] == ConfigFile.Setting(value: "a"))
  }

  @Test(arguments: [
    ("a = b", 1, "before the first [section]"), ("\n# c\n  a = b", 3, "before the first [section]"),
    ("[default", 1, "without its ]"), ("[a]\n\n[profile b\nc = d", 3, "without its ]"),
    ("[default]\na", 2, "without ="), ("[default]\na # b = c", 2, "without ="),
    ("[default]\n= b", 2, "without a name"),
    ("[default]\n  a", 2, "without ="), ("[default]\na = b\n[x]\n c", 4, "without ="),
    ("[default]\ns3 =\n  a", 3, "without ="), ("[default]\ns3 =\n  = a", 3, "without a name"),
    ("[default]\ns3 =\n  a # b = c", 3, "without ="),
    ("[default]\r\na\r\n", 2, "without ="),
  ])
  func `an invalid line is an error that names file and line`(text: String, line: Int, what: String)
    throws
  {
    let error = try toolError { _ = try ConfigFile(text, path: "/home/a/.aws/config") }
    #expect(error.code == .configuration)
    #expect(error.message.hasPrefix("/home/a/.aws/config:\(line): "))
    #expect(error.message.contains(what))
  }

  @Test func `a file with bytes changed is read or refused`() throws {
    let text = Array(
      "[profile a] # b\nc = d\n  e = f\ns3 =\n  g = h # i\n[services \"j k\"]\r\n; l\nm : n".utf8
    )
    let strange: [UInt8] = [9, 10, 13, 32, 34, 35, 39, 58, 59, 61, 91, 93, 0, 127, 65]
    var random = SeededGenerator(seed: 2)
    var outcomes: Set<Bool> = []
    for _ in 0..<5_000 {
      var bytes = text
      for _ in 0...3 {
        let index = Int.random(in: bytes.indices, using: &random)
        bytes[index] = strange.randomElement(using: &random) ?? 0
      }
      outcomes.insert((try? ConfigFile(bytes.text, path: "config")) != nil)
    }
    #expect(outcomes == [true, false])
  }
}
