import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct StreamsClientTests {
  private func shards(_ transport: ScriptedTransport) async throws -> [String] {
    try await StreamsClient(try AWSClient.test(transport)).shards(of: "arn").shards.map(\.id)
  }

  private static func page(_ shards: String, _ next: String) -> String {
    #"{"StreamDescription":{"Shards":[\#(shards)]\#(next)}}"#
  }

  @Test(arguments: ["", #","LastEvaluatedShardId":null"#, #","LastEvaluatedShardId":"""#])
  func `the shards of all pages are listed`(end: String) async throws {
    let transport = ScriptedTransport([
      .answer(200, Self.page(#"{"ShardId":"a"}"#, #","LastEvaluatedShardId":"a""#)),
      .answer(200, Self.page(#"{"ShardId":"b"}"#, end)),
    ])
    #expect(try await shards(transport) == ["a", "b"])
  }

  @Test(arguments: ["1", "true", "[]", #"{"a":"b"}"#])
  func `a last shard of a wrong type is an error`(last: String) async throws {
    let page = Self.page(#"{"ShardId":"a"}"#, #","LastEvaluatedShardId":\#(last)"#)
    let error = try await toolError { _ = try await shards(ScriptedTransport([.answer(200, page)])) }
    #expect(error.message.contains("its LastEvaluatedShardId is not a text"), "\(error)")
  }

  @Test(arguments: [1, 2, 7])
  func `pages of shards that name each other are an error`(length: Int) async throws {
    let transport = ScriptedTransport.endless { number in
      Self.page(#"{"ShardId":"a"}"#, #","LastEvaluatedShardId":"\#(number % length)""#)
    }
    let error = try await toolError { _ = try await shards(transport) }
    #expect(error.message.contains("it would never end"), "\(error)")
    #expect(transport.requests.count < 5 * length)
  }

  @Test(arguments: ["1", "true", "[]"])
  func `a next iterator of a wrong type is an error, not the end of the shard`(next: String) async throws {
    let answer = ScriptedTransport.Step.answer(200, #"{"Records":[],"NextShardIterator":\#(next)}"#)
    let client = StreamsClient(try AWSClient.test(ScriptedTransport([answer])))
    let error = try await toolError { _ = try await client.records(at: "i") }
    #expect(error.message.contains("its NextShardIterator is not a text"), "\(error)")
  }
}
