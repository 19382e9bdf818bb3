import Foundation
import TestSupport
import Testing

@testable import Toolkit

/// The table of limits in docs/architecture.md has the values of the code.
@Suite struct LimitsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static let durations: [(name: String, value: Duration)] = [
    ("retryBudget", Limits.retryBudget),
    ("longestPause", Limits.longestPause),
    ("retryAfterExcess", Limits.retryAfterExcess),
    ("absentServer", Limits.absentServer),
    ("throttlePatience", Limits.throttlePatience),
    ("tableWait", Limits.tableWait),
    ("tableAppearance", Limits.tableAppearance),
    ("creationTolerance", Limits.creationTolerance),
    ("connectLocal", Limits.connectLocal),
    ("connect", Limits.connect),
    ("read", Limits.read),
    ("slowNote", Limits.slowNote),
    ("clockTolerance", Limits.clockTolerance),
    ("renewalAdvised", Limits.renewalAdvised),
    ("renewalRequired", Limits.renewalRequired),
    ("loginRenewal", Limits.loginRenewal),
    ("containerService", Limits.containerService),
    ("signingKeys", Limits.signingKeys),
    ("interruptGrace", Limits.interruptGrace),
    ("unansweredStatement", Limits.unansweredStatement),
    ("lockNote", Limits.lockNote),
    ("lambdaConnect", Limits.lambdaConnect),
    ("lambdaResponse", Limits.lambdaResponse),
    ("lambdaReserve", Limits.lambdaReserve),
    ("completion", Limits.completion),
    ("signingKeyAge", Limits.signingKeyAge),
    ("serverHead", Limits.serverHead),
    ("serverBody", Limits.serverBody),
    ("serverIdle", Limits.serverIdle),
    ("serverSend", Limits.serverSend),
    ("serverWork", Limits.serverWork),
    ("serverStop", Limits.serverStop),
    ("serverCancelled", Limits.serverCancelled),
    ("longPoll", Limits.longPoll),
  ]

  private static let counts: [(name: String, value: Int)] = [
    ("itemAttempts", Limits.itemAttempts),
    ("tableAttempts", Limits.tableAttempts),
    ("timeoutAttempts", Limits.timeoutAttempts),
  ]

  private static func text(_ duration: Duration) -> String {
    let milliseconds =
      duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
    if milliseconds % 1_000 != 0 { return "\(milliseconds) ms" }
    let seconds = milliseconds / 1_000
    return seconds >= 600 && seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
  }

  @Test func `the documented limits are exactly those of the code`() throws {
    let document = try String(contentsOf: Self.root.appending(path: "docs/architecture.md"), encoding: .utf8)
    let section = try #require(document.components(separatedBy: "## Time limits").dropFirst().first)
      .components(separatedBy: "\n## ")[0]
    let rows = section.matches(of: #/(?m)^\| `(\w+)` \| ([^|]+) \|/#)
    let documented = Dictionary(uniqueKeysWithValues: rows.map { (String($0.output.1), String($0.output.2)) })
    let real =
      Self.durations.map { ($0.name, Self.text($0.value)) }
      + Self.counts.map { ($0.name, "\($0.value) attempts") }
    #expect(documented == Dictionary(uniqueKeysWithValues: real))
    let source = try String(
      contentsOf: Self.root.appending(path: "Sources/Shared/Toolkit/Limits.swift"),
      encoding: .utf8
    )
    let declared = source.matches(of: #/static let (\w+) =/#).map { String($0.output.1) }
    #expect(Set(declared) == Set(documented.keys))
  }
}
