extension User {
  /// As a row of the messages table names a user.
  var attributes: [(name: String, value: String)] {
    [
      (MessagesTable.Attribute.userUUID, uuid),
      (MessagesTable.Attribute.userDisplayName, displayName),
      (MessagesTable.Attribute.userHandle, handle),
    ]
  }

  /// Reads the user whom a row names; nil where it names none.
  init?(_ text: (_ attribute: String) -> String?) {
    guard let uuid = text(MessagesTable.Attribute.userUUID),
      let displayName = text(MessagesTable.Attribute.userDisplayName),
      let handle = text(MessagesTable.Attribute.userHandle)
    else { return nil }
    self.init(uuid: uuid, displayName: displayName, handle: handle)
  }
}
