import AWS
import Cruddur

// The shapes of `lib/ddb.py`, which the frontend reads.

extension Message {
  /// As `list_messages` gives it.
  package var listed: JSONValue {
    [
      "uuid": .string(uuid), "display_name": .string(sender.displayName), "handle": .string(sender.handle),
      "message": .string(text), "created_at": .string(sentAt),
    ]
  }

  /// As `create_message` gives it, but with the message's own uuid, where the script has the user's.
  package var created: JSONValue {
    .object(["message_group_uuid": .string(group)] + JSONObject(listed))
  }
}

extension MessageGroup {
  /// As `list_message_groups` gives it.
  package var listed: JSONValue {
    [
      "uuid": .string(id), "display_name": .string(partner.displayName), "handle": .string(partner.handle),
      "message": .string(lastMessage), "created_at": .string(lastSentAt),
    ]
  }
}
