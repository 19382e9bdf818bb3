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

  func validate() throws { try Self.check(id) }

  /// - Throws: `ValidationError` for an id that no group can have.
  static func check(_ id: String) throws {
    guard (1...MessagesTable.longestGroup).contains(id.utf8.count) else {
      throw ValidationError("--group must have 1 to \(MessagesTable.longestGroup) bytes")
    }
  }

  /// The id for messages, on one line.
  var description: String { id.onOneLine }
}
