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

  private func user(
    _ name: String,
    handle: String?,
    sub: String? = "s",
    status: String = "CONFIRMED",
    isEnabled: Bool = true
  )
    -> CognitoUser
  {
    var attributes: [JSONValue] = [["Name": "email", "Value": "secret@example.com"]]
    if let sub { attributes.append(["Name": "sub", "Value": .string(sub)]) }
    if let handle { attributes.append(["Name": "preferred_username", "Value": .string(handle)]) }
    return CognitoUser([
      "Username": .string(name), "Attributes": .array(attributes), "UserStatus": .string(status),
      "Enabled": .bool(isEnabled),
    ])
  }

  @Test func `users are known by handle and sub, and one without a handle is left out`() throws {
    let users = [user("1", handle: "a", sub: "x"), user("2", handle: nil), user("3", handle: "b", sub: nil)]
    let found = try client(ScriptedTransport([])).identified(users, console: .silent)
    #expect(found == [CognitoUserID(handle: "a", sub: "x", email: "secret@example.com")])
  }

  struct Sharing: Sendable, CustomTestStringConvertible {
    /// Status and whether enabled, of user-0, user-1, …: all have the handle `a`.
    let users: [(status: String, isEnabled: Bool)]
    let winner: Int?
    var testDescription: String { "\(users)" }
  }

  @Test(arguments: [
    Sharing(users: [("CONFIRMED", true), ("UNCONFIRMED", true)], winner: 0),
    Sharing(users: [("UNCONFIRMED", true), ("CONFIRMED", true)], winner: 1),
    Sharing(users: [("CONFIRMED", false), ("CONFIRMED", true), ("UNCONFIRMED", true)], winner: 1),
    Sharing(users: [("FORCE_CHANGE_PASSWORD", true), ("EXTERNAL_PROVIDER", true)], winner: 1),
    Sharing(users: [("CONFIRMED", true), ("CONFIRMED", true)], winner: nil),
    Sharing(users: [("CONFIRMED", true), ("EXTERNAL_PROVIDER", true)], winner: nil),
    Sharing(users: [("UNCONFIRMED", true), ("CONFIRMED", false)], winner: nil),
  ])
  func
    `of users with one handle the only confirmed and enabled one has it, else none, and the others are kept`(
      sharing: Sharing
    ) throws
  {
    let shared = sharing.users.enumerated().map { index, user in
      self.user(
        "user-\(index)",
        handle: "a",
        sub: "sub-\(index)",
        status: user.status,
        isEnabled: user.isEnabled
      )
    }
    let errors = RecordedOutput()
    let users = [user("other", handle: "b", sub: "x")] + shared
    let found = try client(ScriptedTransport([])).identified(users, console: .noting(errors))
    let winner = sharing.winner.map { ["a sub-\($0)"] } ?? []
    #expect(found.map { "\($0.handle) \($0.sub)" } == ["b x"] + winner)
    #expect(
      errors.text.hasPrefix(
        "warning: \(shared.count) users of pool ca-central-1_EXAMPLE have the handle 'a': "
      )
    )
    for (index, user) in sharing.users.enumerated() {
      #expect(errors.text.contains("'user-\(index)' (\(user.status)\(user.isEnabled ? "" : ", disabled"))"))
    }
    #expect(errors.text.contains(sharing.winner.map { "'user-\($0)' is taken" } ?? "all are left out"))
  }

  @Test func `handles are compared by their bytes`() throws {
    let composed = [user("1", handle: "\u{E9}", sub: "1"), user("2", handle: "e\u{301}", sub: "2")]
    #expect(try client(ScriptedTransport([])).identified(composed, console: .silent).count == 2)
  }

  @Test func `a user who is on two pages is one user`() async throws {
    func page(_ subs: [String], next: String?) -> ScriptedTransport.Step {
      let users = subs.map { #"{"Username":"\#($0)","Attributes":[{"Name":"sub","Value":"\#($0)"}]}"# }
      let token = next.map { #","PaginationToken":"\#($0)""# } ?? ""
      return .answer(200, #"{"Users":[\#(users.joined(separator: ","))]\#(token)}"#)
    }
    let transport = ScriptedTransport([page(["a", "b"], next: "t"), page(["b", "c"], next: nil)])
    #expect(try await client(transport).allUsers().map(\.username) == ["a", "b", "c"])
  }

  @Test(
    arguments: [
      ("http://localhost:5000", true, nil), ("https://cognito-idp.us-east-1.amazonaws.com", false, nil),
      ("https://cognito-idp.us-east-1.amazonaws.com", true, "is not local, and the database db is local"),
      ("http://localhost:5000", false, "is local, and the database db is not local"),
    ] as [(String, Bool, String?)]
  )
  func `a local database with a remote pool, or the reverse, is a warning`(
    endpoint: String,
    isLocal: Bool,
    words: String?
  ) throws {
    let aws = try AWSClient.test(ScriptedTransport([]), service: .cognito, endpoint: endpoint)
    let errors = RecordedOutput()
    CognitoClient(aws: aws, userPool: "us-east-1_A")
      .warnIfOnlyOneIsLocal(database: "db", isLocal: isLocal, console: .noting(errors))
    #expect(errors.text.isEmpty == (words == nil))
    if let words { #expect(errors.text.contains(words), "\(errors.text)") }
  }
}
