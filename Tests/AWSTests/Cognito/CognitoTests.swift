import ArgumentParser
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct CognitoTests {
  private static let pool = "ca-central-1_EXAMPLE"

  private func client(_ transport: any HTTPTransport) throws -> CognitoClient {
    CognitoClient(aws: try .test(transport, service: .cognito), userPool: Self.pool)
  }

  private func live(_ pool: String?, _ arguments: [String] = []) async throws -> CognitoClient {
    var variables = TestKeys.variables
    variables["AWS_COGNITO_USER_POOL_ID"] = pool
    return try await CognitoClient.live(.parse(arguments), in: .test(stage: .prod, variables))
  }

  @Test func `users come page by page, and no attributes are asked for`() async throws {
    let transport = ScriptedTransport([
      .answer(200, #"{"Users":[{"Username":"a"},{"Username":"b"}],"PaginationToken":"t"}"#),
      .answer(200, #"{"Users":[{"Username":"c"}]}"#),
    ])
    var names: [String] = []
    for try await page in try client(transport).pages() { names += page.map(\.username) }
    #expect(names == ["a", "b", "c"])
    let requests = transport.requests.map(\.body.text)
    #expect(requests[0] == #"{"UserPoolId":"ca-central-1_EXAMPLE","Limit":60}"#)
    #expect(requests[1] == #"{"UserPoolId":"ca-central-1_EXAMPLE","Limit":60,"PaginationToken":"t"}"#)
  }

  @Test(arguments: ["null", #""""#, "{}"])
  func `an empty token ends the list of users`(empty: String) async throws {
    let transport = ScriptedTransport([
      .answer(200, #"{"Users":[{"Username":"a"}],"PaginationToken":\#(empty)}"#)
    ])
    #expect(try await client(transport).allUsers().map(\.username) == ["a"])
    #expect(transport.requests.count == 1)
  }

  @Test(arguments: ["1", "[]", #"{"a":"b"}"#, "false"])
  func `a token that is not a text is an error`(token: String) async throws {
    let transport = ScriptedTransport([.answer(200, #"{"Users":[],"PaginationToken":\#(token)}"#)])
    let error = try await toolError { _ = try await client(transport).allUsers() }
    #expect(error.message.hasSuffix("its PaginationToken is not a text"))
  }

  @Test func `a thousand pages without a user are an error`() async throws {
    let transport = ScriptedTransport.endless { #"{"Users":[],"PaginationToken":"\#($0)"}"# }
    let error = try await toolError { _ = try await client(transport).allUsers() }
    #expect(error.message.hasSuffix("1000 pages in a row are empty"))
  }

  @Test func `the pool's id names the region, whatever the environment says`() async throws {
    let client = try await live(Self.pool)
    #expect(client.aws.target.region == "ca-central-1")
    #expect(client.aws.target.endpoint.host == "cognito-idp.ca-central-1.amazonaws.com")
    #expect(try await live(Self.pool, ["--region", "ca-central-1"]).aws.target.region == "ca-central-1")
  }

  @Test func `a region that is not the pool's is refused`() async throws {
    let error = try await toolError { _ = try await live(Self.pool, ["--region", "us-east-1"]) }
    #expect(error.code == .configuration)
    #expect(error.message == "user pool ca-central-1_EXAMPLE is in ca-central-1, and --region says us-east-1")
  }

  @Test(arguments: [
    nil, "", "x", "_x", "x_", "a_b_c", "us-east-1_" + String(repeating: "a", count: 60), "us east_AbC",
    "US-EAST-1_AbC", "-_AbC", "us-east-1/_AbC", "us-east-1_a-b", "us-east-1_é", "us-east-1_a\u{1B}[31m",
  ])
  func `an invalid pool id is refused, naming the variable`(pool: String?) async throws {
    let error = try await toolError { _ = try await live(pool, ["--region", "us-west-2"]) }
    #expect(!error.message.contains("\u{1B}"))
    #expect(error.code == .configuration)
    #expect(error.message.hasPrefix("AWS_COGNITO_USER_POOL_ID is "))
  }

  @Test func `a user without attributes has no sub`() {
    #expect(CognitoUser([:]).sub == nil)
  }
}
