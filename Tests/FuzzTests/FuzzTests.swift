import Foundation
import TestSupport
import Testing

/// A short run of what `scripts/fuzz` does at length.
@Suite(.serialized, .inTurn) struct FuzzTests {
  @Test(arguments: FuzzTarget.all)
  func `all properties hold for a thousand mutated documents`(target: FuzzTarget) async throws {
    var mutator = Mutator(seed: 1, tokens: target.tokens)
    for seed in target.seeds { try await check(target, seed) }
    for _ in 0..<1_000 { try await check(target, mutator.mutant(of: target.seeds)) }
  }

  @Test func `inputs that once failed pass`() async throws {
    let cases = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: cases.path).filter { $0.contains("/") }
    #expect(!paths.isEmpty)
    for path in paths {
      let target = try #require(FuzzTarget.all.first { path.hasPrefix("\($0.name)/") })
      try await check(target, Array(Data(contentsOf: cases.appending(path: path))))
    }
  }

  @Test(arguments: FuzzTarget.all)
  func `repeated input takes time in proportion to its length`(target: FuzzTarget) async throws {
    for token in target.tokens {
      for start in [[], target.seeds.first ?? []] {
        func bytes(_ count: Int) -> [UInt8] {
          start + repeatElement(Array(token.utf8), count: count / token.utf8.count).joined()
        }
        let (short, long) = (bytes(2_500), bytes(20_000))
        var factor = Double.infinity
        // Other load on the machine may slow one run down, but hardly all five.
        for _ in 0..<5 where factor > 32 {
          // A time below 10 ms may be mostly a wait for a processor.
          let least = max(try await seconds(target, short), 0.01)
          factor = min(factor, try await seconds(target, long) / least)
        }
        #expect(factor <= 32, "8 times \(token.debugDescription) takes \(factor) times as long")
      }
    }
  }

  /// How long an input takes.
  private func seconds(_ target: FuzzTarget, _ input: [UInt8]) async throws -> Double {
    let start = ContinuousClock.now
    try await check(target, input)
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private func check(_ target: FuzzTarget, _ input: [UInt8]) async throws {
    // Lets other tests run.
    await Task.yield()
    do {
      try await target.check(input)
    } catch {
      Issue.record("\(error)\n\(String(decoding: input.prefix(2_000), as: UTF8.self).debugDescription)")
    }
  }
}
