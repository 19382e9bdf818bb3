import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct AWSClientTests {
  @Test func `an operation is sent signed, and its answer is returned`() async throws {
    let transport = ScriptedTransport([.answer(200, #"{"TableNames":[]}"#)])
    let answer = try await AWSClient.test(transport).call("ListTables", body: Array("{}"))
    #expect(answer.body.text == #"{"TableNames":[]}"#)
    #expect(answer.attempts == 1)
    let request = try #require(transport.requests.first)
    #expect(request.method == .post)
    #expect(request.endpoint.description == "http://localhost:8000")
    #expect(request.body.text == "{}")
    #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
    #expect(request.headers["x-amz-target"] == "DynamoDB_20120810.ListTables")
    let authorization = try #require(request.headers["authorization"])
    #expect(authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"))
    #expect(authorization.contains("/us-east-1/dynamodb/aws4_request, "))
  }

  @Test func `another service has its own target, content type and scope`() async throws {
    let transport = ScriptedTransport([.answer(200, "{}")])
    let client = try AWSClient.test(transport, service: .cognito)
    _ = try await client.call("ListUsers", body: Array("{}"))
    let headers = try #require(transport.requests.first?.headers)
    #expect(headers["content-type"] == "application/x-amz-json-1.1")
    #expect(headers["x-amz-target"] == "AWSCognitoIdentityProviderService.ListUsers")
    #expect(headers["authorization"]?.contains("/us-east-1/cognito-idp/aws4_request, ") == true)
  }

  private func failure(
    _ steps: [ScriptedTransport.Step],
    endpoint: String = "http://localhost:8000",
    stage: Stage = .local
  ) async throws -> ToolError {
    let transport = ScriptedTransport(steps)
    let client = try AWSClient.test(transport, endpoint: endpoint, stage: stage)
    let error = try await toolError { _ = try await client.call("ListTables", body: Array("{}")) }
    #expect(transport.requests.count == steps.count)
    return error
  }

  @Test func `a refusal is reported as the AWS CLI does, with the place it came from`() async throws {
    let error = try await failure([.refusal("ValidationException", "bad")])
    #expect(error.isService("ValidationException"))
    #expect(
      error.message == """
        An error occurred (ValidationException) when calling the ListTables operation at \
        http://localhost:8000 (us-east-1, profile default): bad
        """
    )
    #expect(error.place == "http://localhost:8000 (us-east-1, profile default)")
    #expect(error.operation == "ListTables")
    #expect(try await failure([.refusal("X", "")]).message.hasSuffix("): the service gave no reason"))
  }

  @Test func `after the last attempt the error has the number of retries`() async throws {
    let error = try await failure([
      .failure(.connectionLost), .refusal("A", status: 500), .refusal("B", status: 503),
    ])
    #expect(
      error.message
        == "An error occurred (B) when calling the ListTables operation at http://localhost:8000 "
        + "(us-east-1, profile default) (reached max retries: 2): no"
    )
    let lost = try await failure(Array(repeating: .failure(.connectionLost), count: 3))
    #expect(lost.code == .transport(.connectionLost))
    #expect(
      lost.message
        == "cannot reach DynamoDB at http://localhost:8000 for ListTables (reached max retries: 2): scripted connectionLost"
    )
  }

  @Test func `a refusal after a retry does not say that retries ran out`() async throws {
    let error = try await failure([.refusal("A", status: 500), .refusal("ValidationException", "bad")])
    #expect(
      error.message == "An error occurred (ValidationException) when calling the ListTables operation at "
        + "http://localhost:8000 (us-east-1, profile default): bad"
    )
  }

  @Test(arguments: [
    ("UnrecognizedClientException", "letters and digits"),
    ("UnknownOperationException", "Is it the right address?"),
    ("InvalidSignatureException", "aws sts get-caller-identity"),
    ("ExpiredTokenException", "Sign in again: the credentials from the environment are too old"),
  ])
  func `a refusal that has a likely cause names it`(code: String, hint: String) async throws {
    #expect(try await failure([.refusal(code)]).hint?.contains(hint) == true)
  }

  @Test func `the hint of a failed connection depends on the place`() async throws {
    let start = "Is the local stack up? Start it, in the clone of this toolkit:\n  scripts/stack up"
    #expect(try await failure([.failure(.cannotConnect)]).hint?.hasSuffix(start) == true)
    let remote = "https://dynamodb.us-east-1.amazonaws.com"
    let certificate = try await failure([.failure(.certificate)], endpoint: remote, stage: .prod)
    #expect(certificate.hint?.contains("AWS_CA_BUNDLE") == true)
    #expect(
      try await failure([.failure(.proxy)], endpoint: remote, stage: .prod).hint?.contains("PROXY") == true
    )
  }

  @Test func `a server that is not DynamoDB is reported as such`() async throws {
    let error = try await failure([.answer(200, "<html>hello</html>")])
    #expect(error.code == .response)
    #expect(error.message.hasPrefix("http://localhost:8000 does not answer ListTables as DynamoDB does: "))
    #expect(error.hint?.contains("--endpoint-url") == true)
  }

  @Test func `no error shows a secret`() async throws {
    for step: ScriptedTransport.Step in [.refusal("X"), .failure(.certificate), .answer(404, "no")] {
      #expect(try await !failure([step]).description.contains(TestKeys.secret))
    }
  }
}
