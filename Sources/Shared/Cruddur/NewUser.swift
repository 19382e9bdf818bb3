import ArgumentParser
import Toolkit

/// A user to be added to `public.users`.
package struct NewUser: Sendable, Equatable, ExpressibleByArgument {
  package let handle: String
  package let displayName: String
  package let email: String
  /// The user's id in the pool.
  package let cognitoUserID: String

  /// The placeholder of the week-5 seed for an id that is not known yet.
  package static let unknownID = "MOCK"

  package init(handle: String, displayName: String, email: String, cognitoUserID: String = unknownID) {
    self.handle = handle
    self.displayName = displayName
    self.email = email
    self.cognitoUserID = cognitoUserID
  }

  /// Parses `HANDLE[:NAME[:EMAIL]]`. Parts that are left out are derived from the handle.
  package init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(
      String.init
    )
    let first = parts.first ?? ""
    let handle = first.hasPrefix("@") ? String(first.dropFirst()) : first
    guard !handle.isEmpty, !argument.utf8.contains(0) else { return nil }
    let name = parts.count > 1 && !parts[1].isEmpty ? parts[1] : handle
    let email = parts.count > 2 && !parts[2].isEmpty ? parts[2] : "\(handle)@example.com"
    self.init(handle: handle, displayName: name, email: email)
  }
}
