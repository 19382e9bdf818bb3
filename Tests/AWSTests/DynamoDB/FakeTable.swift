import Synchronization
import TestSupport
import Toolkit

@testable import AWS

/// A DynamoDB table for BatchWriteItem only. It counts how often each item was written.
final class FakeTable: HTTPTransport {
  private struct State {
    var writes: [String: Int] = [:]
    var rounds: [String: Int] = [:]
    var requestCount = 0
    var largestBatch = 0
  }

  private let state = Mutex(State())
  private let leaves: @Sendable (_ round: Int, _ index: Int) -> Bool

  /// - Parameter leaves: Whether an item is left unprocessed, by how often it has come, and its place in the
  ///   request.
  init(leaves: @escaping @Sendable (_ round: Int, _ index: Int) -> Bool = { _, _ in false }) {
    self.leaves = leaves
  }

  var writes: [String: Int] { state.withLock(\.writes) }
  var requestCount: Int { state.withLock(\.requestCount) }
  var largestBatch: Int { state.withLock(\.largestBatch) }

  func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse {
    let tables = try JSONValue(parsing: request.body)["RequestItems"]?.members ?? []
    guard let (name, requests) = tables.first.map({ ($0.name, $0.value.array ?? []) }) else {
      return .test(400, #"{"__type":"ValidationException"}"#)
    }
    let left = state.withLock { state in
      state.requestCount += 1
      state.largestBatch = max(state.largestBatch, requests.count)
      return requests.enumerated().filter { index, request in !take(request, at: index, &state) }.map(
        \.element
      )
    }
    let unprocessed: JSONValue = left.isEmpty ? [:] : .object([.init(name: name, value: .array(left))])
    return .test(200, JSONValue.object([.init(name: "UnprocessedItems", value: unprocessed)]).text(.compact))
  }

  private func take(_ request: JSONValue, at index: Int, _ state: inout State) -> Bool {
    let key = request["PutRequest"]?["Item"]?["sk"]?["S"]?.string ?? ""
    state.rounds[key, default: 0] += 1
    guard !leaves(state.rounds[key, default: 0], index) else { return false }
    state.writes[key, default: 0] += 1
    return true
  }
}
