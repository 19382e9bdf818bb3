import Testing

@Suite(.needsStack, .serialized, .minutes(2)) struct ListTablesTests {
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
}
