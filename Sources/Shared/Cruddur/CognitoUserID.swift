import Toolkit

/// A user of the Cognito pool: the handle that Cruddur knows it by, and its id in the pool.
package struct CognitoUserID: Sendable, Equatable {
  package let handle: String
  /// The pool's `sub`.
  package let sub: String

  package init(handle: String, sub: String) {
    self.handle = handle
    self.sub = sub
  }
}
