import ArgumentParser
import Cruddur
import Toolkit

/// The option for the message group.
struct GroupOption: ParsableArguments, CustomStringConvertible {
  @Option(
    name: .customLong("group"),
    help: ArgumentHelp("The id of the message group, as it is written in the table.", valueName: "id")
  )
  var id = MessageGroupID.week5.description

  /// A partition key has at most 2048 bytes; that of a group's messages begins with a prefix.
  private static let longest = 2_048 - MessagesTable.messagePrefix.utf8.count

  func validate() throws {
    guard (1...Self.longest).contains(id.utf8.count) else {
      throw ValidationError("--group must have 1 to \(Self.longest) bytes")
    }
  }

  /// The id for messages, on one line.
  var description: String { id.onOneLine }
}
