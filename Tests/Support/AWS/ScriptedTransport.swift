import AWS
import Synchronization
import Testing
import Toolkit

/// A service with scripted answers. It records the requests.
///
/// A request beyond the end of the script fails the test.
package final class ScriptedTransport: HTTPTransport {
  /// The answer to a request.
  package enum Step: Sendable {
    case answer(Int, String, [String: String] = [:])
    case failure(TransportFailure)
    /// No answer until the task is cancelled.
    case silence
    case computed(@Sendable (HTTPRequest) async throws -> HTTPResponse)
  }

  private struct State {
    var steps: ArraySlice<Step>
    var requests: [HTTPRequest] = []
    var timeouts: [Timeouts] = []
  }

  private let state: Mutex<State>
  /// Whether the last step is repeated for all further requests.
  private let repeatsLast: Bool
  /// Delivers each request as it arrives.
  package let arrivals: AsyncStream<HTTPRequest>
  private let arrived: AsyncStream<HTTPRequest>.Continuation

  package init(_ steps: [Step], repeatsLast: Bool = false) {
    state = Mutex(State(steps: steps[...]))
    self.repeatsLast = repeatsLast
    (arrivals, arrived) = AsyncStream.makeStream()
  }

  /// A service that answers each request with status 200 and another body.
  ///
  /// - Parameter body: Makes the body of the answer to the request of that number, from 1.
  package static func endless(_ body: @escaping @Sendable (_ number: Int) -> String) -> ScriptedTransport {
    let count = Atomic(0)
    let answer = Step.computed { _ in .test(200, body(count.add(1, ordering: .relaxed).newValue)) }
    return ScriptedTransport([answer], repeatsLast: true)
  }

  package var requests: [HTTPRequest] { state.withLock(\.requests) }

  /// The timeouts of each request.
  package var timeouts: [Timeouts] { state.withLock(\.timeouts) }

  package func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse {
    let step = state.withLock { state in
      state.requests.append(request)
      state.timeouts.append(timeouts)
      return repeatsLast && state.steps.count == 1 ? state.steps.first : state.steps.popFirst()
    }
    arrived.yield(request)
    switch step {
    case .answer(let status, let body, let headers):
      return .test(status, body, headers)
    case .failure(let failure):
      throw ToolError(.transport(failure), message: "scripted \(failure)")
    case .silence:
      try await Task.sleep(for: .seconds(3_600))
      throw CancellationError()
    case .computed(let answer):
      return try await answer(request)
    case nil:
      Issue.record("a request beyond the script: \(request.body.text)")
      throw ToolError(.transport(.invalidRequest), message: "the script has ended")
    }
  }
}

extension HTTPResponse {
  package static func test(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> HTTPResponse {
    var response = HTTPResponse(status: status, body: Array(body))
    for (name, value) in headers { response.headers.append(name, value: value) }
    return response
  }
}

extension ScriptedTransport.Step {
  /// A refusal as DynamoDB words it.
  package static func refusal(_ code: String, _ message: String = "no", status: Int = 400) -> Self {
    .answer(status, #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(code)","message":"\#(message)"}"#)
  }
}

/// Runs `work` and returns the tool error it ends with.
package func toolError(_ work: () async throws -> Void) async throws -> ToolError {
  try #require(await #expect(throws: ToolError.self) { try await work() })
}

/// Runs `work` and returns the tool error it ends with.
package func toolError(_ work: () throws -> Void) throws -> ToolError {
  try #require(#expect(throws: ToolError.self) { try work() })
}
