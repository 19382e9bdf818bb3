import Toolkit

/// A user of the Cognito pool: the handle in Cruddur, and the id in the pool.
package struct CognitoUserID: Sendable, Equatable {
  package let handle: String
  /// The pool's `sub`.
  package let sub: String

  /// The full name and the e-mail address, where the pool has them.
  package let name: String?
  package let email: String?

  package init(handle: String, sub: String, name: String? = nil, email: String? = nil) {
    self.handle = handle
    self.sub = sub
    self.name = name
    self.email = email
  }
}
