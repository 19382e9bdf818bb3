import AWS
import Cruddur

// The JSON of `lib/ddb.py`, which the frontend reads.

extension Message {
  /// As `list_messages` returns it.
  package var listed: JSONValue {
    [
      "uuid": .string(uuid), "display_name": .string(sender.displayName), "handle": .string(sender.handle),
      "message": .string(text), "created_at": .string(sentAt),
    ]
  }

  /// As `create_message` returns it, but with the message's uuid, where the Python code has the user's.
  package var created: JSONValue {
    .object(["message_group_uuid": .string(group)] + JSONObject(listed))
  }

  /// As `create_message_group` gives it, whose first message it is.
  package var createdGroup: JSONValue { ["message_group_uuid": .string(group)] }
}

extension MessageGroup {
  /// As `list_message_groups` returns it.
  package var listed: JSONValue {
    [
      "uuid": .string(id), "display_name": .string(partner.displayName), "handle": .string(partner.handle),
      "message": .string(lastMessage), "created_at": .string(lastSentAt),
    ]
  }
}
