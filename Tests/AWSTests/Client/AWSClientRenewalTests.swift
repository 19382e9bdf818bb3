import TestSupport
import Testing
import Toolkit

@testable import AWS

/// What a client does when AWS says that its credentials have expired.
@Suite struct AWSClientRenewalTests {
  private static let fresh: ScriptedSource.Step = { .test("FRESH") }
  private static let stale: ScriptedSource.Step = { .test("STALE") }

  private func client(_ transport: ScriptedTransport, _ source: ScriptedSource) throws -> AWSClient {
    try .test(transport, signer: RefreshingCredentials(source, in: .test()))
  }

  @Test(arguments: ["ExpiredTokenException", "ExpiredToken", "RequestExpired"])
  func `expired credentials are renewed once, and the request is sent again`(code: String) async throws {
    let transport = ScriptedTransport([.refusal(code), .answer(200, "{}")])
    let source = ScriptedSource(Self.stale, Self.fresh)
    #expect(try await client(transport, source).call("Scan", body: Array("{}")).attempts == 2)
    let signers = transport.requests.map { $0.headers["Authorization"]?.contains("Credential=FRESH/") }
    #expect(signers == [false, true])
    #expect(
      transport.requests.map { $0.headers["X-Amz-Security-Token"] } == ["token-of-STALE", "token-of-FRESH"]
    )
    #expect(source.fetches == [false, true])
  }

  @Test func `credentials that are expired again are not renewed again`() async throws {
    let transport = ScriptedTransport([.refusal("ExpiredTokenException"), .refusal("ExpiredTokenException")])
    let client = try client(transport, ScriptedSource(Self.stale, Self.fresh))
    let error = try await toolError { _ = try await client.call("Scan", body: Array("{}")) }
    #expect(error.isService("ExpiredTokenException"))
  }

  @Test func `with fixed keys an expiry is not retried`() async throws {
    let transport = ScriptedTransport([.refusal("ExpiredTokenException")])
    let client = try AWSClient.test(transport)
    let error = try await toolError { _ = try await client.call("Scan", body: Array("{}")) }
    #expect(error.isService("ExpiredTokenException"))
  }

  @Test func `a request is signed after the credentials are fetched, however long that takes`() async throws {
    let transport = ScriptedTransport([.answer(200, "{}")])
    let start = Timestamp.now()
    let source = ScriptedSource({
      while Timestamp.now().seconds <= start.seconds { try await Task.sleep(for: .milliseconds(10)) }
      return .test("SLOW")
    })
    _ = try await client(transport, source).call("Scan", body: Array("{}"))
    #expect(try #require(transport.requests.first?.headers["X-Amz-Date"]) > start.amzDate)
  }

  @Test func `a renewal that fails is the error`() async throws {
    let transport = ScriptedTransport([.refusal("ExpiredTokenException")])
    let source = ScriptedSource(Self.stale, { throw ToolError(.credentials, message: "run: aws sso login") })
    let client = try client(transport, source)
    let error = try await toolError { _ = try await client.call("Scan", body: Array("{}")) }
    #expect(error.code == .credentials && error.message == "run: aws sso login")
  }

  @Test func `a wrong clock is corrected before credentials are renewed`() async throws {
    let skewed = ScriptedTransport.Step.answer(
      400,
      #"{"__type":"RequestExpired","message":"no"}"#,
      ["Date": "Tue, 15 Nov 1994 08:12:31 GMT"]
    )
    let source = ScriptedSource(Self.stale)
    let transport = ScriptedTransport([skewed, .answer(200, "{}")])
    #expect(try await client(transport, source).call("Scan", body: Array("{}")).attempts == 2)
    #expect(source.fetches.count == 1)
  }

  @Test func `without credentials a batch is known not to have been written`() async throws {
    let refused: ScriptedSource.Step = { throw ToolError(.credentials, message: "none") }
    for steps in [[], [ScriptedTransport.Step.refusal("ExpiredTokenException")]] {
      let source = steps.isEmpty ? ScriptedSource(refused) : ScriptedSource(Self.stale, refused)
      let client = DynamoDBClient(try client(ScriptedTransport(steps), source))
      let tally = WriteTally()
      let writer = BatchWriter(client, table: "t", tally: tally)
      let error = try await toolError {
        try await writer.write { add in try await add(Item(partitionKey: "p", sortKey: "s") { _ in }) }
      }
      #expect(error.code == .credentials)
      #expect(tally.uncertain == 0 && tally.written == 0)
    }
  }
}
