/// The columns of a row of `public.users` that refer to the pool and to the messages table.
package struct UserRow: Sendable, Equatable {
  package let uuid: String
  package let handle: String
  package let email: String
  package let cognitoUserID: String

  package init(uuid: String, handle: String, email: String, cognitoUserID: String) {
    self.uuid = uuid
    self.handle = handle
    self.email = email
    self.cognitoUserID = cognitoUserID
  }
}
