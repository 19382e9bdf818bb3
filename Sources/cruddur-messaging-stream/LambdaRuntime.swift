import AWS
import CruddurAWS
import Toolkit

/// The loop of a Lambda function: it requests the next event, and posts the response.
///
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
struct LambdaRuntime: Sendable {
  private let endpoint: Endpoint
  private let transport: any HTTPTransport
  private let console: Console

  private static let untilNextEvent = Timeouts(connect: Limits.lambdaConnect, read: Limits.lambdaEvent)
  private static let answering = Timeouts(connect: Limits.lambdaConnect, read: Limits.lambdaResponse)

  /// - Parameter address: Host and port, as `AWS_LAMBDA_RUNTIME_API` has them.
  init(address: String, in context: AWSContext) throws(ToolError) {
    guard let endpoint = Endpoint("http://\(address)/2018-06-01") else {
      throw ToolError(
        .configuration,
        message: "AWS_LAMBDA_RUNTIME_API is not a host and a port: \(address.onOneLine)"
      )
    }
    self.endpoint = endpoint
    transport = context.newTransport()
    console = context.console
  }

  /// Handles events one after the other.
  ///
  /// - Parameter initialize: Makes the handler of the events.
  /// - Throws: `ToolError` when the runtime API fails, or when the handler cannot be made, which is first
  ///   reported to the API.
  func run(_ initialize: () async throws -> GroupUpdater) async throws {
    let updater: GroupUpdater
    do {
      updater = try await initialize()
    } catch let error as ToolError {
      try await post(error, to: "runtime/init/error")
      throw error
    }
    while true { try await handleNext(updater) }
  }

  private func handleNext(_ updater: GroupUpdater) async throws {
    let next = try await send(request(.get, path: "runtime/invocation/next"), timeouts: Self.untilNextEvent)
    guard next.status == 200, let id = next.headers["Lambda-Runtime-Aws-Request-Id"], Self.isToken(id) else {
      throw ToolError(
        .response,
        message: "the Lambda runtime API answers HTTP \(next.status) without an event"
      )
    }
    let response: BatchResponse
    do {
      let event = try StreamEvent(next.body, name: "the event")
      response = BatchResponse(try await updater.process(event.records, deadline: Self.deadline(of: next)))
    } catch let error as ToolError {
      console.say(Self.report(error).text(.compact))
      return try await post(error, to: "runtime/invocation/\(id)/error")
    }
    try await post(response.document.encoded(), to: "runtime/invocation/\(id)/response")
  }

  /// Nil where the header is not a number of milliseconds.
  private static func deadline(of next: HTTPResponse) -> Timestamp? {
    guard let milliseconds = next.headers["Lambda-Runtime-Deadline-Ms"].flatMap({ Int64($0) }),
      milliseconds >= 0,
      case (let microseconds, false) = milliseconds.multipliedReportingOverflow(by: 1_000)
    else { return nil }
    return Timestamp(microseconds: microseconds)
  }

  /// A request's id becomes part of a path.
  private static func isToken(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.allSatisfy { $0.isLetterOrDigit(or: "-_") }
  }

  private static func report(_ error: ToolError) -> JSONValue {
    ["errorMessage": .string(error.message), "errorType": "ToolError", "stackTrace": []]
  }

  private func post(_ error: ToolError, to path: String) async throws {
    try await post(
      Self.report(error).encoded(),
      to: path,
      headers: ["Lambda-Runtime-Function-Error-Type": "Unhandled"]
    )
  }

  private func post(_ body: [UInt8], to path: String, headers: HTTPHeaders = [:]) async throws {
    var request = request(.post, path: path)
    request.body = body
    request.headers = headers
    request.headers["Content-Type"] = "application/json"
    let answer = try await send(request, timeouts: Self.answering)
    guard (200..<300).contains(answer.status) else {
      throw ToolError(.response, message: "the Lambda runtime API answers HTTP \(answer.status) to \(path)")
    }
  }

  private func request(_ method: HTTPRequest.Method, path: String) -> HTTPRequest {
    var request = HTTPRequest(method, at: endpoint.appending(path))
    request.isDirect = true
    return request
  }

  /// A kept connection may have been closed while the process was frozen: then the request is sent once more.
  private func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse {
    do {
      return try await transport.send(request, timeouts: timeouts)
    } catch let error as ToolError where error.code == .transport(.connectionLost) {
      return try await transport.send(request, timeouts: timeouts)
    }
  }
}
