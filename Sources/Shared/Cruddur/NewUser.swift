import ArgumentParser
import Toolkit

/// A user to be added to `public.users`.
package struct NewUser: Sendable, Equatable {
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

  /// Reads `HANDLE[:NAME[:EMAIL]]`. Parts that are left out are derived from the handle.
  ///
  /// - Throws: `ValidationError` for what the app cannot use: a handle is a part of the addresses of its
  ///   pages (`/@phidel`), and Cognito takes no text as an e-mail address.
  @Sendable package static func parse(_ argument: String) throws -> NewUser {
    let parts = argument.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(
      String.init
    )
    let first = parts.first ?? ""
    let handle = UserHandle.withoutSign(first)
    try check(handle: handle)
    let name = parts.count > 1 && !parts[1].isEmpty ? parts[1] : handle
    guard !name.unicodeScalars.contains(where: \.isControl) else {
      throw ValidationError("the name of '\(handle)' has control characters")
    }
    let email = parts.count > 2 && !parts[2].isEmpty ? parts[2] : "\(handle)@example.com"
    try check(email: email)
    return NewUser(handle: handle, displayName: name, email: email)
  }

  private static func check(handle: String) throws {
    let isUnusable = handle.unicodeScalars.contains { isBlank($0) || "@/?#%".unicodeScalars.contains($0) }
    guard !handle.isEmpty, !isUnusable else {
      throw ValidationError(
        "'\(handle)' is not a handle: it has at least one character, no blanks, and none of @ / ? # %"
      )
    }
  }

  private static func check(email: String) throws {
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    let isUnusable = email.unicodeScalars.contains(where: isBlank) || parts.contains(where: \.isEmpty)
    guard parts.count == 2, !isUnusable else {
      throw ValidationError("'\(email)' is not an e-mail address, such as ada@example.com")
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar.isControl
  }
}
