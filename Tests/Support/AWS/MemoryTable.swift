import AWS
import Synchronization
import Toolkit

/// A messages table in memory, with its index by group. It handles the tools' requests, with their
/// conditions, as DynamoDB does, and fails where a test says so.
package final class MemoryTable: Sendable {
  /// A fault of a request.
  package enum Fault: Sendable {
    /// A transaction is cancelled for this reason, which each of its actions gets.
    case cancelled(String)
    /// The request is refused with this code, and nothing is done.
    case refused(String, status: Int)
    /// The request is carried out, and the answer does not arrive.
    case lostAnswer
    /// There is no answer until the task is cancelled.
    case silence
  }

  package struct Key: Hashable, Comparable, Sendable {
    package let partition: String
    package let sort: String

    package init(partition: String, sort: String) {
      self.partition = partition
      self.sort = sort
    }

    package static func < (left: Key, right: Key) -> Bool {
      (left.partition, left.sort) < (right.partition, right.sort)
    }
  }

  struct State {
    var rows: [Key: JSONValue] = [:]
    /// What queries of the index find.
    var index: [Key: JSONValue] = [:]
    var count = 0
  }

  private let state = Mutex(State())
  private let fault: @Sendable (_ operation: String, _ number: Int) -> Fault?
  private let keepsIndexUp: @Sendable (_ number: Int) -> Bool

  /// - Parameters:
  ///   - fault: Called with each request's operation and number, from 0.
  ///   - keepsIndexUp: Called with each request's number: whether the index is brought up to date before it.
  package init(
    fault: @escaping @Sendable (_ operation: String, _ number: Int) -> Fault? = { _, _ in nil },
    keepsIndexUp: @escaping @Sendable (_ number: Int) -> Bool = { _ in true }
  ) {
    self.fault = fault
    self.keepsIndexUp = keepsIndexUp
  }

  /// All rows by their keys, as texts.
  package var rows: [Key: [String: String]] { state.withLock { $0.rows.mapValues(\.texts) } }

  /// The number of requests so far.
  package var count: Int { state.withLock(\.count) }

  package func put(_ row: [String: String]) {
    let item = JSONValue.object(
      row.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: ["S": .string($0.value)]) }
    )
    state.withLock { state in
      state.rows[item.memoryKey] = item
      state.index[item.memoryKey] = item
    }
  }

  package func remove(_ key: Key) {
    state.withLock { $0.rows[key] = nil }
  }

  /// The transport to this table; it records the requests.
  package var transport: ScriptedTransport {
    ScriptedTransport([.computed { try await self.answer($0) }], repeatsLast: true)
  }

  private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    let operation = request.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init) ?? ""
    switch response(to: operation, try JSONValue(parsing: request.body)) {
    case .answer(let response): return response
    case .lost: throw ToolError(.transport(.connectionLost), message: "the answer is lost")
    case .silence:
      try await Task.sleep(for: .seconds(3_600))
      throw CancellationError()
    }
  }

  enum Response {
    case answer(HTTPResponse)
    case lost
    case silence
  }

  func response(to operation: String, _ input: JSONValue) -> Response {
    let number = state.withLock { state in
      defer { state.count += 1 }
      if keepsIndexUp(state.count) { state.index = state.rows }
      return state.count
    }
    switch fault(operation, number) {
    case .cancelled(let reason) where operation == "TransactWriteItems":
      return .answer(Self.cancelled((input["TransactItems"]?.array ?? []).map { _ in reason }))
    case .refused(let code, let status):
      return .answer(.test(status, #"{"__type":"a#\#(code)","message":"no"}"#))
    case .lostAnswer:
      _ = perform(operation, input)
      return .lost
    case .silence: return .silence
    case .cancelled, nil: return .answer(perform(operation, input))
    }
  }

  private func perform(_ operation: String, _ input: JSONValue) -> HTTPResponse {
    state.withLock { state in
      switch operation {
      case "Query": Self.query(input, state)
      case "DescribeTable": Self.description
      case "BatchWriteItem": Self.writeBatch(input, &state)
      case "PutItem": Self.transact([["Put": input]], &state, single: true)
      case "TransactWriteItems": Self.transact(input["TransactItems"]?.array ?? [], &state)
      default: .test(400, #"{"__type":"a#UnknownOperationException"}"#)
      }
    }
  }
}

// MARK: - On loopback

extension MemoryTable {
  /// The steps of a `ScriptedServer` that serves this table, for tools that run as processes.
  package func steps(for request: ReceivedRequest) -> [ScriptedServer.Step] {
    guard let input = try? JSONValue(parsing: request.body) else { return [.close] }
    switch response(to: request.operation, input) {
    case .answer(let response):
      let type = "Content-Type: application/x-amz-json-1.0"
      return [.send(.answer(response.body, status: "\(response.status) Scripted", headers: [type]))]
    case .lost: return [.reset]
    case .silence: return [.stall]
    }
  }
}
