import TestSupport
import Testing

@Suite(.needsStack, .serialized, .inTurn) struct ListTablesTests {
  @Test func `tables, JSON and text are those of the AWS CLI, byte for byte, whatever the number of tables`()
    async throws
  {
    try await withWorld { world in
      let counts = [0, 1, 100, 101, 250]
      let regions = try counts.map { _ in try Regions.next() }
      let expected: [String: [String: String]] = try await world.oracle(
        "list_tables.py",
        [world.stack.dynamoDB] + zip(regions, counts).map { "\($0)=\($1)" }
      )
      for (region, count) in zip(regions, counts) {
        for format in ["table", "json", "text"] {
          let printed = try await world.output(
            of: "ddb-list-tables",
            ["--output", format, "--region", region]
          )
          #expect(printed == expected[region]?[format], "\(count) tables as \(format)")
        }
        let byDefault = try await world.output(of: "ddb-list-tables", ["--region", region])
        #expect(byDefault == expected[region]?["table"])
      }
    }
  }

  @Test func `names that AWS does not allow are listed, and dropped with --table`() async throws {
    let odd = ["a b", "é", "t1", String(repeating: "x", count: 300)]
    try await withWorld(region: Regions.next()) { world in
      for name in odd + ["proper-name"] { try await world.createTable(name) }
      let text = try await world.output(of: "ddb-list-tables", ["--output", "text"])
      let names = text.split { "\n\t".contains($0) }.map(String.init)
      #expect(names.sorted() == (odd + ["proper-name"]).sorted())
      for name in odd {
        let printed = try await world.output(of: "ddb-drop", ["--table", name])
        #expect(printed.contains(#""TableName": "\#(name)""#))
      }
      #expect(try await world.tables() == ["proper-name"])
    }
  }

  @Test(arguments: [
    ("table", "  a [31mb c  "), ("text", "a [31mb c"), ("json", #""a\u001b[31mb\u009bc""#),
  ])
  func `a name with control characters is shown without them`(format: String, name: String) async throws {
    let page = #"{"TableNames": ["a\u001b[31mb\u009bc"]}"#
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .document(page) }) { server in
        let printed = try await world.output(
          of: "ddb-list-tables",
          ["--output", format, "--endpoint-url", server.url]
        )
        #expect(printed.contains(name), "\(printed)")
        let controls = printed.unicodeScalars.filter { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
        #expect(controls.allSatisfy { $0 == "\n" })
      }
    }
  }
}
