import Toolkit

/// A user of Cruddur: a row of `public.users`.
package struct User: Sendable, Equatable {
  /// As PostgreSQL prints it: lower case, with hyphens.
  package let uuid: String
  package let displayName: String
  package let handle: String

  package init(uuid: String, displayName: String, handle: String) {
    self.uuid = uuid
    self.displayName = displayName
    self.handle = handle
  }
}
