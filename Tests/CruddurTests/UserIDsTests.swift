import Cruddur
import CruddurAWS
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct UserIDsTests {
  private func client(_ transport: any HTTPTransport) throws -> CognitoClient {
    CognitoClient(aws: try .test(transport, service: .cognito), userPool: "ca-central-1_EXAMPLE")
  }

  private func user(_ name: String, handle: String?, sub: String? = "s") -> CognitoUser {
    var attributes: [JSONValue] = [["Name": "email", "Value": "secret@example.com"]]
    if let sub { attributes.append(["Name": "sub", "Value": .string(sub)]) }
    if let handle { attributes.append(["Name": "preferred_username", "Value": .string(handle)]) }
    return CognitoUser([
      "Username": .string(name), "Attributes": .array(attributes), "UserStatus": "CONFIRMED",
    ])
  }

  @Test func `users are known by handle and sub, and one without a handle is left out`() throws {
    let users = [user("1", handle: "a", sub: "x"), user("2", handle: nil), user("3", handle: "b", sub: nil)]
    let found = try client(ScriptedTransport([])).identified(users, .silent)
    #expect(found == [CognitoUserID(handle: "a", sub: "x", email: "secret@example.com")])
  }

  @Test func `a handle that two users have is an error, unless their bytes differ`() throws {
    let client = try client(ScriptedTransport([]))
    let twice = [user("1", handle: "a"), user("2", handle: "b"), user("3", handle: "a")]
    let error = try toolError { _ = try client.identified(twice, .silent) }
    #expect(error.code == .data)
    #expect(error.message.contains("2 users") && error.message.contains("'a'"))
    let composed = [user("1", handle: "\u{E9}"), user("2", handle: "e\u{301}")]
    #expect(try client.identified(composed, .silent).count == 2)
  }
}
