import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ContainerCredentialsTests {
  typealias Step = ScriptedTransport.Step

  private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
  private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
  private static let token = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
  private static let given = Step.answer(
    200,
    #"{"AccessKeyId":"ASIACONTAINER","SecretAccessKey":"s","Token":"t","Expiration":"2023-11-14T23:13:20Z"}"#
  )

  @Test func `a relative URI is requested from the container service, without a proxy`() async throws {
    let variables = [Self.relative: "/v2/credentials/id?x=1", Self.full: "https://other.example.com"]
    let world = try ProfileWorld("", variables, steps: [Self.given])
    let found = try await world.provider().credentials()
    #expect(found.accessKeyID == "ASIACONTAINER" && found.sessionToken == "t")
    #expect(found.expiry == Timestamp.noon.adding(minutes: 60))
    let request = try #require(world.transport.requests.first)
    #expect(request.method == .get)
    #expect(request.url == "http://169.254.170.2/v2/credentials/id?x=1")
    #expect(request.headers["Accept"] == "application/json")
    #expect(request.headers["Authorization"] == nil)
    #expect(request.isDirect)
  }

  @Test(arguments: [
    "https://example.com/c", "http://127.0.0.1:8080/c", "http://127.5.6.7/c", "http://localhost/c",
    "http://169.254.170.2/c", "http://169.254.170.23/c", "http://[::1]/c", "http://[fd00:ec2::23]/c",
  ])
  func `a full address may be over https, or of this machine or the service`(url: String) async throws {
    let world = try ProfileWorld("", [Self.full: url], steps: [Self.given])
    _ = try await world.provider().credentials()
    #expect(world.transport.requests.first?.url == url)
  }

  @Test(arguments: [
    ("http://example.com/c", "example.com may not be asked over plain http"),
    ("http://10.0.0.1/c", "10.0.0.1 may not"), ("http://169.254.170.22/c", "169.254.170.22 may not"),
    ("http://localhost.example.com/c", "may not"), ("http://x.localhost/c", "may not"),
    ("http://[fd00:ec2::24]/c", "may not"), ("ftp://localhost/c", "it is not a URL"),
    ("localhost/c", "it is not a URL"),
    ("http://user:s3cr3t@localhost/c", "it is not a URL"), ("//", "it is not a URL"),
  ])
  func `any other address is refused before anything is sent`(url: String, reason: String) async throws {
    let world = try ProfileWorld("", [Self.full: url])
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.code == .credentials)
    #expect(error.message.hasPrefix("no credentials from the container (\(Self.full)): "))
    #expect(error.message.contains(reason), "\(error)")
    #expect(!error.description.contains("s3cr3t"))
  }

  @Test func `a relative address cannot name another host`() async throws {
    for address in ["@evil.example.com/", ".evil.example.com/", ":80@evil.example.com/"] {
      let world = try ProfileWorld("", [Self.relative: address])
      _ = try await toolError { _ = try await world.provider().credentials() }
    }
  }

  @Test func `the token is sent unchanged, that of the file first, which is read for each request`()
    async throws
  {
    let direct = try ProfileWorld(
      "",
      [Self.full: "http://localhost/c", Self.token: "Bearer a b"],
      steps: [Self.given]
    )
    _ = try await direct.provider().credentials()
    #expect(direct.transport.requests.first?.headers["Authorization"] == "Bearer a b")

    let folder = try TemporaryFolder()
    let variables = [
      Self.full: "http://localhost/c", Self.token: "a", "\(Self.token)_FILE": folder.path(of: "token"),
    ]
    let world = try ProfileWorld("", variables, steps: [Self.given, Self.given])
    let provider = try world.provider()
    for text in ["one", "two"] {
      _ = try folder.file("token", text.utf8)
      if text == "two" { _ = try await provider.renew(insteadOf: provider.credentials()) }
      _ = try await provider.credentials()
    }
    #expect(world.transport.requests.map { $0.headers["Authorization"] } == ["one", "two"])
  }

  @Test(arguments: ["s3cr3t\n", "s3cr3t\r\nX-Evil: 1", "s3cr3t\0"])
  func `a token with a line break is refused and not shown`(text: String) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("token", text.utf8)
    for variables in [[Self.token: text], ["\(Self.token)_FILE": file]] {
      let world = try ProfileWorld("", variables.merging([Self.full: "http://localhost/c"]) { $1 })
      let error = try await toolError { _ = try await world.provider().credentials() }
      #expect(error.message.contains("holds a line break") && !error.description.contains("s3cr3t"))
    }
    let absent = try ProfileWorld(
      "",
      [Self.full: "http://localhost/c", "\(Self.token)_FILE": "/no/such/file"]
    )
    #expect(
      try await toolError { _ = try await absent.provider().credentials() }.message.contains("/no/such/file")
    )
  }

  @Test(
    arguments: [
      (.answer(404, ""), "HTTP 404"), (.answer(403, "s3cr3t"), "HTTP 403"),
      (.answer(400, "<b>s3cr3t page</b>"), "HTTP 400"),
      (.answer(404, "no such\u{1B}[2J task\r\n"), "HTTP 404: no such [2J task"),
      (
        .answer(400, #"{"code":"NoCredentials","message":"no role\nof mine","SecretAccessKey":"s3cr3t"}"#),
        "HTTP 400: NoCredentials: no role of mine"
      ),
      (
        .answer(400, #"{"message":"\#(String(repeating: "x ", count: 5_000))end"}"#),
        "HTTP 400: \(String(repeating: "x ", count: 150))…"
      ), (.answer(200, "<html>"), "not a JSON document"),
      (.answer(200, "[]"), "no Expiration"),
      (.answer(200, #"{"Code":"Failed","Message":"no role"}"#), "it says Failed: no role"),
      (
        .answer(200, #"{"SecretAccessKey":"s3cr3t","Token":"t","Expiration":"2023-11-14T23:13:20Z"}"#),
        "no AccessKeyId"
      ),
      (
        .answer(200, #"{"AccessKeyId":"A","SecretAccessKey":"s3cr3t","Expiration":"2023-11-14T23:13:20Z"}"#),
        "no Token"
      ),
      (.failure(.cannotConnect), "cannot reach http://localhost: scripted"),
    ] as [(Step, String)]
  )
  func `an unusable answer is reported`(step: Step, reason: String) async throws {
    let world = try ProfileWorld("", [Self.full: "http://localhost/c"], steps: [step])
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.code == .credentials && error.message.contains(reason), "\(error)")
    #expect(!error.description.contains("s3cr3t"))
  }

  @Test func `the reason shows neither the token nor the secret part of the URL`()
    async throws
  {
    let id = "0123456789abcdef0123", token = "s3cr3t-of-the-container"
    let answer = Step.answer(404, #"{"message":"no task /v2/\#(id), asked with \#(token)"}"#)
    let variables = [Self.full: "http://localhost/v2/\(id)", Self.token: token]
    let world = try ProfileWorld("", variables, steps: [answer])
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(
      error.message.hasSuffix("it answers with HTTP 404: no task /v2/****, asked with ****"),
      "\(error)"
    )
  }

  @Test func `transient failures are retried twice`() async throws {
    let world = try ProfileWorld(
      "",
      [Self.relative: "/c"],
      steps: [.answer(500, ""), .failure(.timedOut), Self.given]
    )
    #expect(try await world.provider().credentials().accessKeyID == "ASIACONTAINER")
  }
}
