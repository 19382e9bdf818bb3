import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct DeletionTests {
  private static let keys = (0..<3).map { Item.Key(partition: "MSG#1", sort: "\($0)") }

  @Test func `a table that deletes nothing for 120 s is given up`() async throws {
    let requests = Self.keys.map { #"{"DeleteRequest":{"Key":\#($0.document.encoded().text)}}"# }
    let refusal = ScriptedTransport.Step.answer(
      200,
      #"{"UnprocessedItems":{"messages":[\#(requests.joined(separator: ","))]}}"#
    )
    let transport = ScriptedTransport([refusal], repeatsLast: true)
    let pauses = Pauses()
    let policy = RetryPolicy(maximumAttempts: 3, base: .seconds(1), random: { 1 })
    let client = try DynamoDBClient(.test(transport, retries: policy, wallClock: pauses.clock))
    let deleted = Counted()
    let error = try await toolError {
      try await client.delete(Self.keys, from: "messages") { if $0 > 0 { _ = deleted.next() } }
    }
    #expect(error.code == .unfinished && deleted.count == 0)
    #expect(error.message == "table \"messages\" has deleted no item for 120 s")
    let paused = pauses.all.reduce(.zero, +)
    #expect((.seconds(120) ... .seconds(140)).contains(paused), "\(paused)")
  }
}
