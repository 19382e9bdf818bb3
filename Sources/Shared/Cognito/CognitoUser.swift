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

  private func attribute(_ name: String) -> String? {
    document["Attributes"]?.array?.first { $0["Name"]?.string == name }?["Value"]?.string
  }
}
