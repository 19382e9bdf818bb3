import Foundation
import TestSupport
import Testing

@testable import Toolkit

/// The table of limits in docs/architecture.md has the values of the code.
@Suite struct LimitsTests {
  private static let durations: [(name: String, value: Duration)] = [
    ("retryBudget", Limits.retryBudget),
    ("longestPause", Limits.longestPause),
    ("retryAfterExcess", Limits.retryAfterExcess),
    ("absentServer", Limits.absentServer),
    ("throttlePatience", Limits.throttlePatience),
    ("tableWait", Limits.tableWait),
    ("tableAppearance", Limits.tableAppearance),
    ("creationTolerance", Limits.creationTolerance),
    ("streamTolerance", Limits.streamTolerance),
    ("tokenTolerance", Limits.tokenTolerance),
    ("connectLocal", Limits.connectLocal),
    ("connect", Limits.connect),
    ("connectDatabase", Limits.connectDatabase),
    ("read", Limits.read),
    ("slowNote", Limits.slowNote),
    ("retryNote", Limits.retryNote),
    ("absentServerNote", Limits.absentServerNote),
    ("clockTolerance", Limits.clockTolerance),
    ("renewalAdvised", Limits.renewalAdvised),
    ("renewalRequired", Limits.renewalRequired),
    ("loginRenewal", Limits.loginRenewal),
    ("renewalByUser", Limits.renewalByUser),
    ("containerService", Limits.containerService),
    ("metadataService", Limits.metadataService),
    ("signingKeys", Limits.signingKeys),
    ("interruptGrace", Limits.interruptGrace),
    ("unansweredStatement", Limits.unansweredStatement),
    ("lockNote", Limits.lockNote),
    ("lockConnect", Limits.lockConnect),
    ("lambdaConnect", Limits.lambdaConnect),
    ("lambdaEvent", Limits.lambdaEvent),
    ("lambdaResponse", Limits.lambdaResponse),
    ("lambdaReserve", Limits.lambdaReserve),
    ("completion", Limits.completion),
    ("completionRequest", Limits.completionRequest),
    ("signingKeyAge", Limits.signingKeyAge),
    ("rememberedUser", Limits.rememberedUser),
    ("serverHead", Limits.serverHead),
    ("serverBody", Limits.serverBody),
    ("serverIdle", Limits.serverIdle),
    ("serverSend", Limits.serverSend),
    ("serverWork", Limits.serverWork),
    ("storeAnswer", Limits.storeAnswer),
    ("serverStop", Limits.serverStop),
    ("serverCancelled", Limits.serverCancelled),
    ("serverExit", Limits.serverExit),
    ("longPoll", Limits.longPoll),
  ]

  private static let counts: [(name: String, text: String)] = [
    ("itemAttempts", "\(Limits.itemAttempts) attempts"),
    ("tableAttempts", "\(Limits.tableAttempts) attempts"),
    ("timeoutAttempts", "\(Limits.timeoutAttempts) attempts"),
    ("groupAttempts", "\(Limits.groupAttempts) attempts"),
    ("swapAttempts", "\(Limits.swapAttempts) attempts"),
    ("metadataAttempts", "\(Limits.metadataAttempts) attempt"),
    ("emptyPages", "\(Limits.emptyPages) pages"),
  ]

  private static func text(_ duration: Duration) -> String {
    let milliseconds =
      duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
    if milliseconds % 1_000 != 0 { return "\(milliseconds) ms" }
    let seconds = milliseconds / 1_000
    if seconds % 86_400 == 0 { return "\(seconds / 86_400) days" }
    return seconds >= 600 && seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
  }

  @Test func `the documented limits are exactly those of the code`() throws {
    let document = try Repository.text("docs/architecture.md")
    let section = try #require(document.components(separatedBy: "## Time limits").dropFirst().first)
      .components(separatedBy: "\n## ")[0]
    let rows = section.matches(of: #/(?m)^\| `(\w+)` \| ([^|]+) \|/#)
    let documented = Dictionary(uniqueKeysWithValues: rows.map { (String($0.output.1), String($0.output.2)) })
    let real =
      Self.durations.map { ($0.name, Self.text($0.value)) }
      + Self.counts.map { ($0.name, $0.text) }
    #expect(documented == Dictionary(uniqueKeysWithValues: real))
    let source = try Repository.text("Sources/Shared/Toolkit/Limits.swift")
    let declared = source.matches(of: #/static let (\w+) =/#).map { String($0.output.1) }
    #expect(Set(declared) == Set(documented.keys))
  }
}
