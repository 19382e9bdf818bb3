import Toolkit

/// A user of a pool, as ListUsers describes it.
package struct CognitoUser: Sendable {
  let document: JSONValue

  init(_ document: JSONValue) {
    self.document = document
  }

  package var username: String { document["Username"]?.string ?? "" }
  /// The user's id in the pool.
  package var sub: String? { attribute("sub") }
  /// Cruddur's handle.
  package var preferredUsername: String? { attribute("preferred_username") }

  /// The full name.
  package var name: String? { attribute("name") }
  package var email: String? { attribute("email") }
  package var created: Timestamp? { document["UserCreateDate"].flatMap { Timestamp(epochSeconds: $0) } }

  private func attribute(_ name: String) -> String? {
    document["Attributes"]?.array?.first { $0["Name"]?.string == name }?["Value"]?.string
  }

  package var status: String { document["UserStatus"]?.string ?? "" }

  /// Whether the user may sign in: an administrator can disable a user.
  package var isEnabled: Bool { document["Enabled"] != .bool(false) }

  /// As the script prints a user: the two attributes that it asks for, dates as Python writes them.
  package var week5Document: JSONValue {
    guard let members = document.members else { return document }
    return .object(members.map { JSONValue.Member(name: $0.name, value: Self.week5Value($0)) })
  }

  private static func week5Value(_ member: JSONValue.Member) -> JSONValue {
    switch member.name {
    case "Attributes":
      return .array(
        (member.value.array ?? []).filter { ["preferred_username", "sub"].contains($0["Name"]?.string) }
      )
    case "UserCreateDate", "UserLastModifiedDate":
      return Timestamp(epochSeconds: member.value).map { .string($0.pythonText) } ?? member.value
    default:
      return member.value
    }
  }
}
