/// The data model of the messages table: its keys, its index, its attributes. docs/data-model.md shows it as
/// a table.
///
/// A message is a row with the partition key `MSG#<group>` and the moment at which it was written as its sort
/// key. Each of a group's two users has a row `GRP#<user>`, whose sort key is the moment of the group's last
/// message, and which names the other user.
package enum MessagesTable {
  /// Its name in the week-5 scripts.
  package static let name = "cruddur-messages"

  /// The index by which a group's rows are found: its partition key is `message_group_uuid`, its sort key
  /// `sk`.
  package static let groupIndex = "message-group-sk-index"

  /// The partition of a group's messages.
  package static func messages(of group: String) -> String { "\(messagePrefix)\(group)" }

  /// The partition of a user's groups.
  ///
  /// - Parameter user: The user's uuid in PostgreSQL.
  package static func groups(of user: String) -> String { "\(groupPrefix)\(user)" }

  /// The partition of the keys that a user's requests were sent with, see `IdempotencyKey`.
  ///
  /// - Parameter user: The user's uuid in PostgreSQL.
  package static func keys(of user: String) -> String { "KEY#\(user)" }

  /// Bytes of a group's id at most: a partition key has 2,048, with the prefix.
  package static let longestGroup = 2_048 - messagePrefix.utf8.count

  package static let messagePrefix = "MSG#"
  package static let groupPrefix = "GRP#"

  /// The attributes' names.
  package enum Attribute {
    package static let partitionKey = "pk"
    package static let sortKey = "sk"
    package static let message = "message"
    package static let messageUUID = "message_uuid"
    package static let messageGroupUUID = "message_group_uuid"
    package static let userUUID = "user_uuid"
    package static let userDisplayName = "user_display_name"
    package static let userHandle = "user_handle"
  }
}
