import ArgumentParser
import Shared

@main
struct DDBPatterns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ddb-patterns",
    abstract: "Cruddur's access patterns of the messages table, one command each.",
    discussion: "Example: ddb-patterns get-conversations --output text",
    subcommands: [GetConversations.self, ListConversations.self]
  )

  static func main() { runHidingPasswords() }

  func run() throws {
    throw ValidationError("name an access pattern: get-conversations or list-conversations")
  }
}
