import AWS
import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import cruddur_messaging_stream

/// The Lambda loop against a scripted runtime API, which ends it by an answer that is not an event.
@Suite(.inTurn) struct LambdaRuntimeTests {
  private static let variables = TestKeys.variables.merging(["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001"]) {
    $1
  }

  private static func next(
    _ body: String,
    id: String = "r-1",
    _ headers: [String: String] = [:]
  ) -> ScriptedTransport.Step {
    .answer(200, body, headers.merging(["Lambda-Runtime-Aws-Request-Id": id]) { $1 })
  }

  private static let accepted = ScriptedTransport.Step.answer(202, #"{"status":"OK"}"#)
  private static let end = ScriptedTransport.Step.answer(500, "")
  private static let ignored = CruddurMessagingStreamTests.event(#"{"eventName":"REMOVE"}"#)

  private func run(
    _ steps: [ScriptedTransport.Step],
    variables: [String: String] = variables,
    clock: WallClock = .noon
  ) async throws -> ToolRun {
    try await ToolWorld(variables: variables, clock: clock)
      .run(CruddurMessagingStream.self, [], ScriptedTransport(steps))
  }

  private static func paths(_ run: ToolRun) -> [String] {
    run.requests.map {
      "\($0.method.rawValue) \($0.endpoint.url.replacing("http://127.0.0.1:9001/2018-06-01/", with: ""))"
    }
  }

  @Test func `events are fetched and answered one after the other`() async throws {
    let run = try await run([
      Self.next(Self.ignored), Self.accepted, Self.next(Self.ignored, id: "r-2"), Self.accepted, Self.end,
    ])
    #expect(run.status == 1)
    #expect(
      Self.paths(run) == [
        "GET runtime/invocation/next", "POST runtime/invocation/r-1/response", "GET runtime/invocation/next",
        "POST runtime/invocation/r-2/response", "GET runtime/invocation/next",
      ],
      "\(run)"
    )
    #expect(run.bodies[1] == #"{"batchItemFailures":[]}"#)
    #expect(run.stderr.contains("the Lambda runtime API answers HTTP 500"))
    #expect(run.requests.filter { !$0.isDirect }.isEmpty)
  }

  @Test func `requests go to AWS's own host, in the function's region, over https`() async throws {
    let event = CruddurMessagingStreamTests.event(CruddurMessagingStreamTests.record("x"))
    let none = ScriptedTransport.Step.answer(200, #"{"Items":[]}"#)
    let run = try await run(
      [Self.next(event), none, none, Self.accepted, Self.end],
      variables: Self.variables.merging([
        "AWS_REGION": "eu-west-1", "DDB_MESSAGE_TABLE": "stack-messages",
        "AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:8000",
      ]) { $1 }
    )
    #expect(run.requests[1].endpoint.url == "https://dynamodb.eu-west-1.amazonaws.com/", "\(run)")
    #expect(run.bodies[1].contains(#""TableName":"stack-messages""#))
  }

  @Test func `what is not an event is reported as the invocation's error, and the loop goes on`() async throws
  {
    let run = try await run([
      Self.next(#"{"key1":"value1"}"#), Self.accepted, Self.next(Self.ignored, id: "r-2"), Self.accepted,
      Self.end,
    ])
    #expect(Self.paths(run)[1] == "POST runtime/invocation/r-1/error", "\(run)")
    #expect(run.requests[1].headers["Lambda-Runtime-Function-Error-Type"] == "Unhandled")
    let report = try JSONValue(parsing: run.requests[1].body)
    #expect(report["errorMessage"]?.string?.contains("has no Records") == true)
    #expect(report["errorType"] == "ToolError" && report["stackTrace"] == [])
    #expect(Self.paths(run)[3] == "POST runtime/invocation/r-2/response")
  }

  @Test func `a function that cannot start reports the error before it ends`() async throws {
    let run = try await run(
      [Self.accepted],
      variables: ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001", "AWS_EC2_METADATA_DISABLED": "true"]
    )
    #expect(run.status == 1)
    #expect(Self.paths(run) == ["POST runtime/init/error"])
    #expect(run.bodies[0].contains("You must specify a region"), "\(run)")
    #expect(run.stderr.contains("You must specify a region"))
  }

  @Test func `a connection that died while the process was frozen is replaced`() async throws {
    let run = try await run([
      Self.next(Self.ignored), Self.accepted, .failure(.connectionLost), Self.next(Self.ignored, id: "r-2"),
      Self.accepted, Self.end,
    ])
    #expect(
      Self.paths(run).filter { $0.hasPrefix("POST") } == [
        "POST runtime/invocation/r-1/response", "POST runtime/invocation/r-2/response",
      ]
    )
  }

  @Test func `waiting for the next event has no time limit`() async throws {
    let transport = ScriptedTransport([Self.end])
    _ = try await ToolWorld(variables: Self.variables).run(CruddurMessagingStream.self, [], transport)
    #expect(transport.timeouts.first?.read ?? .zero >= .seconds(86_400 * 14))
  }

  @Test func `near the deadline the first record is reported as failed and no work is begun`() async throws {
    let event = CruddurMessagingStreamTests.event(CruddurMessagingStreamTests.record("x", number: "77"))
    let run = try await run([
      Self.next(event, ["Lambda-Runtime-Deadline-Ms": "1679832000300"]), Self.accepted, Self.end,
    ])
    #expect(run.bodies[1] == #"{"batchItemFailures":[{"itemIdentifier":"77"}]}"#, "\(run)")
  }

  @Test(arguments: ["../../x", "", "a b"])
  func `an invalid request id ends the loop`(id: String) async throws {
    let run = try await run([Self.next(Self.ignored, id: id)])
    #expect(run.status == 1 && run.requests.count == 1, "\(run)")
  }

  @Test func `a response that the runtime API refuses ends the loop`() async throws {
    let run = try await run([Self.next(Self.ignored), .answer(413, "")])
    #expect(run.status == 1)
    #expect(run.stderr.contains("answers HTTP 413"), "\(run)")
  }
}
