import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Lists of items that are read page by page without looking ahead.
@Suite struct PagePositionTests {
  /// The ways of reading such a list to its end; each returns how many pages it has read.
  enum List: CaseIterable {
    case query
    case filteredQuery
    case scan
    case count

    func read(from transport: ScriptedTransport) async throws {
      let client = DynamoDBClient(try AWSClient.test(transport))
      var position = PagePosition()
      repeat {
        switch self {
        case .query: _ = try await client.queryPage([:], of: "t-1", at: &position)
        case .filteredQuery:
          _ = try await client.queryPage(["FilterExpression": "a = :a"], of: "t-1", at: &position)
        case .scan: _ = try await client.scanPage([:], of: "t-1", at: &position)
        case .count: return _ = try await client.count(ScanChoice(), in: "t-1")
        }
      } while !position.isAtEnd
    }
  }

  private static func page(_ next: String) -> String { #"{"Items":[],"Count":0\#(next)}"# }

  @Test(arguments: List.allCases, ["", "null", #""""#, "{}"])
  func `a page with an absent, empty or null last key is the last`(list: List, key: String) async throws {
    let next = key.isEmpty ? "" : #","LastEvaluatedKey":\#(key)"#
    let transport = ScriptedTransport([
      .answer(200, Self.page(#","LastEvaluatedKey":{"pk":{"S":"a"}}"#)), .answer(200, Self.page(next)),
    ])
    try await list.read(from: transport)
    #expect(transport.requests.count == 2)
    #expect(transport.requests.last?.body.text.contains(#""ExclusiveStartKey":{"pk":{"S":"a"}}"#) == true)
  }

  @Test(arguments: List.allCases, [#""a""#, "1", "true", "[]"])
  func `a last key of a wrong type is an error`(list: List, key: String) async throws {
    let transport = ScriptedTransport([.answer(200, Self.page(#","LastEvaluatedKey":\#(key)"#))])
    let error = try await toolError { try await list.read(from: transport) }
    #expect(error.message.contains("its LastEvaluatedKey is not a key"), "\(error)")
  }

  @Test(arguments: [#""a""#, "1", "true", "[]"])
  func `a last key of a wrong type is an error for a query of one page too`(key: String) async throws {
    let transport = ScriptedTransport([.answer(200, Self.page(#","LastEvaluatedKey":\#(key)"#))])
    let client = DynamoDBClient(try AWSClient.test(transport))
    let error = try await toolError {
      _ = try await client.query("t-1", input: [:])
    }
    #expect(error.message.contains("its LastEvaluatedKey is not a key"), "\(error)")
  }

  @Test(arguments: List.allCases, [1, 2, 7])
  func `pages that name each other are an error`(list: List, length: Int) async throws {
    let transport = ScriptedTransport.endless { number in
      Self.page(#","LastEvaluatedKey":{"pk":{"S":"\#(number % length)"}}"#)
    }
    let error = try await toolError { try await list.read(from: transport) }
    #expect(error.message.contains("it would never end"), "\(error)")
    #expect(transport.requests.count < 5 * length)
  }

  @Test(arguments: [List.query, .scan, .count])
  func `a thousand pages without an entry are an error`(list: List) async throws {
    let transport = ScriptedTransport.endless { number in
      Self.page(#","LastEvaluatedKey":{"pk":{"S":"\#(number)"}}"#)
    }
    let error = try await toolError { try await list.read(from: transport) }
    #expect(error.message.contains("1000 pages in a row are empty"), "\(error)")
    #expect(transport.requests.count == 1_000)
  }

  @Test func `with a filter any number of pages may be empty`() async throws {
    let transport = ScriptedTransport.endless { number in
      Self.page(number > 1_500 ? "" : #","LastEvaluatedKey":{"pk":{"S":"\#(number)"}}"#)
    }
    try await List.filteredQuery.read(from: transport)
    #expect(transport.requests.count == 1_501)
  }
}
