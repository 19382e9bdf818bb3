import Foundation
import Testing

/// A short run of what `scripts/fuzz` does at length.
@Suite(.serialized) struct FuzzTests {
  @Test(arguments: FuzzTarget.all)
  func `a thousand mutants of documents keep every promise`(target: FuzzTarget) async throws {
    var mutator = Mutator(seed: 1, tokens: target.tokens)
    for seed in target.seeds { try await check(target, seed) }
    for _ in 0..<1_000 { try await check(target, mutator.mutant(of: target.seeds)) }
  }

  @Test func `what was found once is not found again`() async throws {
    let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: cases.path).filter { $0.contains("/") }
    #expect(!paths.isEmpty)
    for path in paths {
      let target = try #require(FuzzTarget.all.first { path.hasPrefix("\($0.name)/") })
      try await check(target, Array(Data(contentsOf: cases.appending(path: path))))
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: FuzzTarget.all)
  func `the same over and over takes time in proportion`(target: FuzzTarget) async throws {
    for token in target.tokens {
      let bytes = Array(repeatElement(Array(token.utf8), count: 20_000 / token.utf8.count).joined())
      try await check(target, bytes)
      try await check(target, (target.seeds.first ?? []) + bytes)
    }
  }

  private func check(_ target: FuzzTarget, _ input: [UInt8]) async throws {
    // The other tests' turn.
    await Task.yield()
    do {
      try await target.check(input)
    } catch {
      Issue.record("\(error)\n\(String(decoding: input.prefix(2_000), as: UTF8.self).debugDescription)")
    }
  }
}
