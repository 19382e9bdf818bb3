extension User {
  /// The attributes of a row of the messages table that describe the user.
  var attributes: [(name: String, value: String)] {
    [
      (MessagesTable.Attribute.userUUID, uuid),
      (MessagesTable.Attribute.userDisplayName, displayName),
      (MessagesTable.Attribute.userHandle, handle),
    ]
  }

  /// Reads the user that a row describes; nil where an attribute is missing.
  init?(_ text: (_ attribute: String) -> String?) {
    guard let uuid = text(MessagesTable.Attribute.userUUID),
      let displayName = text(MessagesTable.Attribute.userDisplayName),
      let handle = text(MessagesTable.Attribute.userHandle)
    else { return nil }
    self.init(uuid: uuid, displayName: displayName, handle: handle)
  }
}
