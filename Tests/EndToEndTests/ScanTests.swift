import Foundation
import TestSupport
import Testing

@Suite(.needsStack, .serialized, .inTurn) struct ScanTests {
  struct Comparison: Decodable {
    let count: Int
    let pages: Int
    let differences: [String]
  }

  /// Scans in both forms and compares with boto3's paginator.
  private func compare(_ table: String, in world: World) async throws -> Comparison {
    let plain = try await world.output(of: "ddb-scan", ["--table", table])
    let typed = try await world.output(of: "ddb-scan", ["--table", table, "--output", "ddb"])
    return try await world.oracle(
      "scan.py",
      [
        world.stack.dynamoDB, world.dynamoDB.region, table, world.file("plain", plain),
        world.file("typed", typed),
      ]
    )
  }

  @Test func `every type of value is printed as boto3's paginator returns it`() async throws {
    try await withWorld { world in
      let table = world.name("types")
      try await world.createTable(table)
      for (index, attributes) in Self.attributes.enumerated() {
        try await world.put(#"{"pk": {"S": "item"}, "sk": {"S": "\#(index)"}, \#(attributes)}"#, into: table)
      }
      let comparison = try await compare(table, in: world)
      #expect(comparison.differences == [])
      #expect(comparison.count == Self.attributes.count)
    }
  }

  @Test func `what a scan prints is loaded into another table, and is the same there`() async throws {
    try await withWorld { world in
      let (table, copy) = (world.name("types"), world.name("copy"))
      try await world.createTable(table)
      try await world.createTable(copy)
      // Only a stand-in for DynamoDB stores what is nested more than 32 levels deep.
      let items = Self.attributes.filter { !$0.hasPrefix(#""deep""#) }
      for (index, attributes) in items.enumerated() {
        try await world.put(#"{"pk": {"S": "item"}, "sk": {"S": "\#(index)"}, \#(attributes)}"#, into: table)
      }
      let typed = try await world.output(of: "ddb-scan", ["--table", table, "--output", "ddb"])
      let file = try world.file("items.jsonl", typed)
      let loaded = try await world.output(of: "ddb-load", [file, "--table", copy])
      #expect(loaded == "\(items.count) items written to \(copy)\n")
      let again = try await world.output(of: "ddb-scan", ["--table", copy, "--output", "ddb"])
      #expect(Set(again.split(separator: "\n")) == Set(typed.split(separator: "\n")))
    }
  }

  private static let attributes = [
    #""s": {"S": ""}, "quoted": {"S": "\" \\ \/ \b\f\n\r\t \u0001 \u007f"}"#,
    #""é ñ": {"S": "ünï©ødé 日本語 🦊 \ud83d\udc68\u200d\ud83d\udc69 \u2028 e\u0301"}, "a\"b\\c\n": {"S": "name"}"#,
    #""n": {"N": "0"}, "one": {"N": "1"}, "minus": {"N": "-1"}, "fraction": {"N": "0.1"}"#,
    #""n": {"N": "12345678901234567890123456789012345678"}, "m": {"N": "-0.12345678901234567890123456789012345678"}"#,
    #""n": {"N": "9.9999999999999999999999999999999999999E+125"}, "m": {"N": "1E-130"}"#,
    #""n": {"N": "007"}, "plus": {"N": "+5"}, "half": {"N": ".5"}, "five": {"N": "5."}, "e": {"N": "1E3"}"#,
    #""n": {"N": "-0"}, "m": {"N": "-012.340e-2"}, "ns": {"NS": ["01", "+2.50", "-.5E1"]}, "l": {"L": [{"N": "00"}]}"#,
    #""b": {"B": "AAEC/v8="}, "empty": {"B": ""}, "long": {"B": "/+8="}"#,
    #""t": {"BOOL": true}, "f": {"BOOL": false}, "null": {"NULL": true}"#,
    #""ss": {"SS": ["b", "a", "é", "\"", ""]}, "ns": {"NS": ["3", "1.50", "12345678901234567890123456789012345678"]}"#,
    #""bs": {"BS": ["AA==", "/w==", "AQID"]}"#,
    #""l": {"L": []}, "m": {"M": {}}, "both": {"L": [{"M": {}}, {"L": []}, {"NULL": true}, {"S": "x"}, {"N": "1"}]}"#,
    #""m": {"M": {"S": {"S": "S"}, "N": {"M": {"N": {"N": "1"}}}, "NULL": {"L": [{"M": {"x": {"BOOL": true}}}]}}}"#,
    #""deep": \#((0..<25).reduce(#"{"S": "bottom"}"#) { inner, _ in #"{"L": [{"M": {"x": \#(inner)}}]}"# })"#,
    #""LastEvaluatedKey": {"S": "no key"}, "Items": {"L": [{"S": "]}"}]}, "Count": {"N": "7"}"#,
  ]

  @Test func `a table of several pages is printed whole, and --limit ends it early`() async throws {
    try await withWorld { world in
      let table = try await largeTable(in: world, items: 30)
      let comparison = try await compare(table, in: world)
      #expect(comparison.differences == [])
      #expect(comparison.count == 30)
      #expect(comparison.pages > 2, "the items are too small to make pages")
      let whole = try await world.output(of: "ddb-scan", ["--table", table]).split(separator: "\n")
      for limit in [1, 29, 30, 31] {
        let run = try await world.run("ddb-scan", ["--table", table, "--limit", "\(limit)"])
        #expect(run.status == 0)
        #expect(run.stdout.split(separator: "\n") == Array(whole.prefix(limit)))
        #expect(run.stderr.contains("--limit ends here") == (limit < 30), "\(run.stderr)")
      }
    }
  }

  @Test(arguments: ["json", "ddb"])
  func `text is found in the output, whatever the server escapes`(form: String) async throws {
    try await withWorld { world in
      let table = world.name("text")
      try await world.createTable(table)
      let text = "Ça va? 日本語 🦊 a/b"
      try await world.put(#"{"pk": {"S": "\#(text)"}, "sk": {"S": "1"}, "é": {"SS": ["ü"]}}"#, into: table)
      let line = try await world.output(of: "ddb-scan", ["--table", table, "--output", form])
      let expected =
        form == "json"
        ? #"{"pk":"\#(text)","sk":"1","é":["ü"]}"#
        : #"{"pk":{"S":"\#(text)"},"sk":{"S":"1"},"é":{"SS":["ü"]}}"#
      #expect(line == expected + "\n")
    }
  }

  @Test func `a single item is one item`() async throws {
    try await withWorld { world in
      let table = world.name("single")
      try await world.createTable(table)
      try await world.put(#"{"pk": {"S": "a"}, "sk": {"S": "1"}}"#, into: table)
      #expect(try await world.run("ddb-scan", ["--table", table]).stderr == "1 item\n")
    }
  }

  @Test func `an empty table prints nothing`() async throws {
    try await withWorld { world in
      let table = world.name("empty")
      try await world.createTable(table)
      for form in ["json", "ddb"] {
        let run = try await world.run("ddb-scan", ["--table", table, "--output", form])
        #expect(run.status == 0 && run.output.isEmpty && run.stderr == "0 items\n", "\(run)")
      }
    }
  }

  @Test func `more segments than there may be files are refused, a soft limit is raised`() async throws {
    try await withWorld { world in
      let nobody = try Socket.bound()
      defer { nobody.shutdown() }
      let scan =
        try "\(Binaries.path(of: "ddb-scan")) prod --segments 300"
        + " --endpoint-url http://127.0.0.1:\(nobody.port)"
      let hard = try await world.run(program: "/usr/bin/env", ["bash", "-c", "ulimit -n 256; \(scan)"])
      hard.expectFailure(naming: ["--segments 300", "1264", "256", "at most 48"])
      let soft = try await world.run(program: "/usr/bin/env", ["bash", "-c", "ulimit -Sn 256; \(scan)"])
      soft.expectFailure(naming: ["it is tried for 5 s", "cannot reach DynamoDB"], lines: 3)
    }
  }

  @Test func `ddb-scan into head ends quietly`() async throws {
    try await withWorld { world in
      let table = try await largeTable(in: world, items: 30)
      let scan = try "\(Binaries.path(of: "ddb-scan")) --table \(table)"
      let run = try await world.run(
        program: "/usr/bin/env",
        ["bash", "-c", #"\#(scan) | head -n 1; echo "${PIPESTATUS[0]}" >&2"#]
      )
      #expect(run.stdout.split(separator: "\n").count == 1)
      #expect(run.stderr == "0\n", "\(run)")
    }
  }

  /// A table whose items are so large that the service cuts it into pages of 1 MB.
  private func largeTable(in world: World, items: Int) async throws -> String {
    let table = world.name("large")
    try await world.createTable(table)
    let text = String(repeating: "0123456789abcdef", count: 7_000)
    for index in 0..<items {
      try await world.put(
        #"{"pk": {"S": "\#(index % 4)"}, "sk": {"S": "\#(index)"}, "text": {"S": "\#(text)"}}"#,
        into: table
      )
    }
    return table
  }
}
