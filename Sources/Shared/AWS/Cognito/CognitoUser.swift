import Toolkit

/// A user of a pool, as ListUsers describes it.
package struct CognitoUser: Sendable {
  /// As the service sent it.
  package let document: JSONValue

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
}
