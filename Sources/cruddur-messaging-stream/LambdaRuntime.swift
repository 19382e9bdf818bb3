import AWS
import Toolkit

/// The loop of a Lambda function: it asks for the next event, and answers.
///
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
struct LambdaRuntime: Sendable {
  private let endpoint: Endpoint
  private let transport: any HTTPTransport
  private let console: Console

  /// The process may be frozen for any time between two events.
  private static let untilNextEvent = Timeouts(connect: .seconds(5), read: .seconds(31_536_000))
  private static let answering = Timeouts(connect: .seconds(5), read: .seconds(10))

  /// - Parameter address: Host and port, as `AWS_LAMBDA_RUNTIME_API` has them.
  init(address: String, in context: AWSContext) throws(ToolError) {
    guard let endpoint = Endpoint("http://\(address)/2018-06-01") else {
      throw ToolError(.configuration, "AWS_LAMBDA_RUNTIME_API is not a host and a port: \(address.onOneLine)")
    }
    self.endpoint = endpoint
    transport = context.newTransport()
    console = context.console
  }

  /// Handles one event after the other.
  ///
  /// - Parameter initialize: Makes what handles them.
  /// - Throws: `ToolError` when the runtime API cannot be used, or the handler cannot be made, which is reported first.
  func run(_ initialize: () async throws -> EventHandler) async throws {
    let handler: EventHandler
    do {
      handler = try await initialize()
    } catch let error as ToolError {
      try await post("runtime/init/error", Self.report(error), isError: true)
      throw error
    }
    while true { try await handleNext(handler) }
  }

  private func handleNext(_ handler: EventHandler) async throws {
    let next = try await send(request(.get, "runtime/invocation/next"), Self.untilNextEvent)
    guard next.status == 200, let id = next.headers["Lambda-Runtime-Aws-Request-Id"], Self.isToken(id) else {
      throw ToolError(.response, "the Lambda runtime API answers HTTP \(next.status) without an event")
    }
    let deadline = next.headers["Lambda-Runtime-Deadline-Ms"].flatMap { Int64($0) }
      .map { Timestamp(microseconds: $0.multipliedReportingOverflow(by: 1_000).partialValue) }
    do {
      let event = try StreamEvent(next.body, name: "the event")
      let response = try await handler.response(to: event, deadline: deadline)
      try await post("runtime/invocation/\(id)/response", response)
    } catch let error as ToolError where error.code == .file {
      console.say(Self.report(error).text(.compact))
      try await post("runtime/invocation/\(id)/error", Self.report(error), isError: true)
    }
  }

  /// A request's id becomes part of a path.
  private static func isToken(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.allSatisfy { $0.isLetterOrDigit(or: "-_") }
  }

  private static func report(_ error: ToolError) -> JSONValue {
    ["errorMessage": .string(error.message), "errorType": "ToolError", "stackTrace": []]
  }

  private func post(_ path: String, _ body: JSONValue, isError: Bool = false) async throws {
    var request = request(.post, path)
    request.body = body.encoded()
    request.headers["Content-Type"] = "application/json"
    if isError { request.headers["Lambda-Runtime-Function-Error-Type"] = "Unhandled" }
    let answer = try await send(request, Self.answering)
    guard (200..<300).contains(answer.status) || answer.status == 413 else {
      throw ToolError(.response, "the Lambda runtime API answers HTTP \(answer.status) to \(path)")
    }
  }

  private func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
    var request = HTTPRequest(method, endpoint.appending(path))
    request.isDirect = true
    return request
  }

  /// A connection that was kept while the process was frozen is dead: such a request is sent once more.
  private func send(_ request: HTTPRequest, _ timeouts: Timeouts) async throws -> HTTPResponse {
    do {
      return try await transport.send(request, timeouts: timeouts)
    } catch let error as ToolError where error.code == .transport(.connectionLost) {
      return try await transport.send(request, timeouts: timeouts)
    }
  }
}
