import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct HidingSecretsTests {
  private static let token = "FwoGZXIvYXdzEXAMPLE/+=abcdefghijklmnop+/qrstuvwxyz=="

  private func text(_ response: ScriptedTransport.Step) async throws -> String {
    let keys = Credentials(accessKeyID: "A", secretAccessKey: TestKeys.secret, sessionToken: Self.token)
    let client = try AWSClient.test(ScriptedTransport([response]), signer: StaticCredentials(keys))
    return try await toolError { _ = try await client.call("Scan", body: Array("{}".utf8)) }.description
  }

  @Test(arguments: [
    token, token.replacing("/", with: #"\/"#),
    token.replacing("=", with: #"\u003d"#).replacing("+", with: #"\u002b"#), "\(token) and \(token)",
    String(token.prefix(20)),
  ])
  func `a session token in an error is hidden, however it is escaped`(form: String) async throws {
    let bodies = [
      (400, #"{"__type":"Code","message":"why: \#(form)"}"#),
      (403, "<Code>C</Code><Message>why: \(form)</Message>"),
      (400, #"{"__type":"why: \#(form)"}"#), (404, "why: \(form)"), (500, "why: \(form)"),
      (200, #"{"message":"why: \#(form)"#), (200, "<html>why: \(form)"),
    ]
    for (status, body) in bodies {
      let text = try await text(.answer(status, body))
      #expect(text.contains("why"), "\(text)")
      for part in ["FwoGZXIv", "EXAMPLE", "abcdefgh", "stuvwxyz"] { #expect(!text.contains(part), "\(text)") }
    }
  }

  @Test func `secrets of a request are hidden in the messages about each attempt`() async throws {
    let answer = ScriptedTransport.Step.answer(500, #"{"__type":"Code","message":"why: \#(Self.token)"}"#)
    let client = try AWSClient.test(ScriptedTransport([answer]), retries: .none)
    let outcome = try await client.answer(
      to: .init(operation: "Scan", body: [], table: nil, secret: Self.token),
      attempt: 1,
      timeouts: client.timeouts
    )
    let error = #expect(throws: ToolError.self) { try outcome.result.get() }
    #expect(error?.message == "why: ****")
  }

  @Test func `the reasons of a cancelled transaction stay, without the secret`() {
    let service = ServiceError(
      code: "TransactionCanceledException",
      message: "",
      status: 400,
      cancellationReasons: ["None", "ConditionalCheckFailed", Self.token]
    )
    let hidden = ToolError(.service(service), message: "").hiding(Self.token)
    guard case .service(let found) = hidden.code else {
      Issue.record("\(hidden.code)")
      return
    }
    #expect(found.cancellationReasons == ["None", "ConditionalCheckFailed", "****"])
  }

  @Test(arguments: [nil, "", "another-token-altogether"])
  func `words without the secret stay as they are`(secret: String?) {
    let service = ServiceError(code: "Code", message: "FwoGZXIvYXdz", status: 400)
    let error = ToolError(.service(service), message: "FwoGZXIvYXdz", next: .runAgain).hiding(secret)
    #expect(
      error.code == .service(service) && error.message == "FwoGZXIvYXdz" && error.nextSteps == [.runAgain]
    )
  }

  @Test(arguments: ["", "a", "Resource", "testing"])
  func `a short token is a placeholder, and is not hidden`(token: String) {
    let message = "Requested resource not found: Table: testing-a not found"
    let service = ServiceError(code: "ResourceNotFoundException", message: message, status: 400)
    let error = ToolError(.service(service), message: message).hiding(token)
    #expect(error.code == .service(service) && error.message == message)
  }
}
