import ArgumentParser
import FoundationEssentials
import Toolkit

/// The id of a message group: a conversation of two users.
package struct MessageGroupID: Sendable, Equatable, CustomStringConvertible {
  private let uuid: UUID
  /// In lower case, as Cruddur writes ids.
  package let description: String

  /// The group of the week-5 scripts.
  package static let week5 = MessageGroupID(
    uuid: UUID(
      uuid: (
        0x5A, 0xE2, 0x90, 0xED, 0x55, 0xD1, 0x47, 0xA0, 0xBC, 0x6D, 0xFE, 0x2B, 0xC2, 0x70, 0x03, 0x99
      )
    )
  )

  private init(uuid: UUID) {
    self.uuid = uuid
    description = uuid.uuidString.lowercased()
  }

  package init?(_ text: String) {
    guard let uuid = UUID(uuidString: text) else { return nil }
    self.init(uuid: uuid)
  }

  /// Reads an argument.
  ///
  /// - Throws: `ValidationError` that says how an id is written.
  @Sendable package static func parse(_ argument: String) throws -> MessageGroupID {
    guard let id = MessageGroupID(argument) else {
      throw ValidationError(
        "'\(argument)' is not a UUID (8-4-4-4-12 hexadecimal digits, such as \(week5)), as the ids of "
          + "message groups are"
      )
    }
    return id
  }

  /// The id of a message of this group: UUID version 5 (RFC 9562) of the group's id and the message's sort
  /// key, so that seeding again writes the same items.
  package func messageID(sortKey: String) -> String {
    let id = uuid.uuid
    let namespace = [
      id.0, id.1, id.2, id.3, id.4, id.5, id.6, id.7, id.8, id.9, id.10, id.11, id.12, id.13, id.14, id.15,
    ]
    var bytes = Array(Digest.sha1(namespace + sortKey.utf8).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    return bytes.hex(groups: [4, 2, 2, 2, 6])
  }
}
