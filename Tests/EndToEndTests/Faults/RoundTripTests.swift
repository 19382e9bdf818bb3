import Foundation
import TestSupport
import Testing

/// What a scan prints can be loaded, and is then what it was, on a server that throttles, fails, resets and
/// leaves items.
@Suite(.needsStack, .inTurn) struct RoundTripTests {
  /// 100,000 with `TEST_ROUND_TRIP_ITEMS=100000 scripts/test --filter RoundTripTests`.
  private static let count =
    ProcessInfo.processInfo.environment["TEST_ROUND_TRIP_ITEMS"].flatMap { Int($0) } ?? 3_000

  @Test func `items of all types are the same after a scan, a load and a scan`() async throws {
    try await withWorld { world in
      let faults = Faults(seed: 13)
      let tables = StoredTables(leavesItem: faults.leavesItem)
      var items = RandomItems(seed: 13)
      for number in 0..<Self.count { tables.put(items.item(number), into: "original") }
      let original = tables.items(of: "original")
      try await ScriptedServer.with({ request in faults.answer { tables.answer(to: request) } }) { server in
        let scan = "'\(try Binaries.path(of: "ddb-scan"))' --output ddb"
        let load = "'\(try Binaries.path(of: "ddb-load"))' -"
        // Ten attempts fail one after the other once in 10,000 requests.
        let changes = ["AWS_ENDPOINT_URL_DYNAMODB": server.url, "AWS_MAX_ATTEMPTS": "25"]
        let copy = try await world.run(
          program: "/bin/bash",
          ["-c", "set -o pipefail; \(scan) --table original | tee first | \(load) --table copied"],
          changes: changes
        )
        try #require(copy.status == 0, "\(copy.testDescription)")
        #expect(copy.stdout == "\(Self.count) items written to copied\n")
        let second = try await world.output(
          of: "ddb-scan",
          ["--output", "ddb", "--table", "copied"],
          changes: changes
        )
        let first = try Data(contentsOf: world.folder.appending(path: "first"))
        #expect(first == Data(original.map { $0 + "\n" }.joined().utf8))
        // Compared as bytes: two texts are equal for Swift that differ in how they write a letter.
        let differences = Set(Self.lines(second)).symmetricDifference(
          Self.lines(String(decoding: first, as: UTF8.self))
        )
        #expect(differences.isEmpty, "\(differences.prefix(4).map { String(decoding: $0, as: UTF8.self) })")
        #expect(Self.lines(second).count == Self.count)
        #expect(faults.count > 3)
      }
    }
  }

  private static func lines(_ text: String) -> [[UInt8]] {
    text.utf8.split(separator: UInt8(ascii: "\n")).map(Array.init)
  }
}
