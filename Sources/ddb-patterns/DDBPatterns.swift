import AWS
import ArgumentParser
import Toolkit

@main
struct DDBPatterns: AWSToolGroup {
  static let configuration = CommandConfiguration(
    tool: "ddb-patterns",
    abstract: "Cruddur's access patterns of the messages table, one command each.",
    discussion: """
      A command that only reads is also found by the beginning of its name, or by a name with one or two wrong letters; a \
      line on stderr then says which command is run. A command that writes runs only by its full name.

      Example: ddb-patterns get-conversations --output text
      """,
    subcommands: [
      GetConversations.self, ListConversations.self, CreateMessage.self, CreateMessageGroup.self, Tail.self,
      Export.self,
    ]
  )

  func run() throws {
    throw ValidationError(
      "name an access pattern: get-conversations, list-conversations, create-message, create-message-group, tail or export"
    )
  }
}
