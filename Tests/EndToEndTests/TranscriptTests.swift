import Foundation
import TestSupport
import Testing

/// The sessions that the documentation shows, typed again on the local stack.
@Suite(.needsStack, .serialized, .inTurn) struct TranscriptTests {
  /// The pages in this order, because the later ones continue where the earlier ones ended.
  private static let files = ["README.md", "docs/recipes.md"]

  @Test func `the tools print what the documentation shows`() async throws {
    let texts = try Self.files.map { try Repository.text($0) }
    let transcript = Transcript(texts.joined(separator: "\n"))
    try #require(transcript.exchanges.count > 10)
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabaseName { world, database in
        var world = world
        _ = try await world.makePool(["phidel", "Sama"])
        try world.becomeNewUser()
        let run = try await world.run(program: "/bin/bash", ["-c", "exec 2>&1\n\(transcript.script)"])
        let printed = transcript.outputs(of: run.stdout)
        try #require(printed.count == transcript.exchanges.count, "\(run.testDescription)")
        for (exchange, lines) in zip(transcript.exchanges, printed) {
          expect(lines.map { general($0, in: world, database) }, of: exchange)
        }
      }
    }
  }

  private func expect(_ lines: [String], of exchange: Transcript.Exchange) {
    let shown = exchange.output.map(Transcript.withPlaceholders)
    let came = lines.map(Transcript.withPlaceholders)
    let texts = [shown, came].map { $0.joined(separator: "\n") }
    #expect(
      Transcript.matches(shown[...], came[...]),
      "$ \(exchange.command)\n--- shown\n\(texts[0])\n--- printed\n\(texts[1])"
    )
  }

  /// Without the names that only this test has.
  private func general(_ line: String, in world: World, _ database: TestDatabase) -> String {
    line.replacing(database.name, with: "cruddur")
      .replacing(world.environment["AWS_REGION"] ?? "", with: "us-east-1")
  }
}
