import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import Toolkit

struct Export: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "export",
    abstract: "Print a whole conversation as one file to read.",
    discussion: """
      An HTML page with all messages of the group, the oldest first. It needs no other file, runs no scripts and loads \
      nothing, whatever the messages say. Times are those of the zone of this machine.

      Example: ddb-patterns export --format html > conversation.html
      """
  )

  enum Format: String, WordArgument {
    case html
  }

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup var tables: TableOptions

  @Option(help: "The id of the message group.")
  var group = MessageGroupID.script

  @Option(help: "html.")
  var format: Format

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let messages = try await client.naming(nearTableOf: table.description) {
      try await all(MessageStore(client, table: table))
    }
    switch format {
    case .html: try context.console.write(Array(ConversationPage(messages.reversed()).html.utf8))
    }
    context.console.note("\(counted(messages.count, "message")) of group \(group)")
  }

  private static let page = 1_000

  /// The newest first.
  private func all(_ store: MessageStore) async throws -> [Message] {
    var messages: [Message] = []
    while true {
      let next = try await store.messages(
        of: group.description,
        limit: Self.page,
        before: messages.last?.sentAt
      )
      messages += next
      if next.count < Self.page { return messages }
    }
  }
}
