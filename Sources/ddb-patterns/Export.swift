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

  @OptionGroup var group: GroupOption

  @Option(help: "html.")
  var format = Format.html

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let (messages, others) = try await MessageStore(client, table: table).allMessages(of: group.id)
    switch format {
    case .html: try context.console.write(Array(ConversationPage(messages).html.utf8))
    }
    if others > 0 {
      context.console.warn("\(counted(others, of: "item")) of \(group) cannot be shown as a message")
    }
    context.console.note("\(counted(messages.count, of: "message")) of group \(group)")
  }
}
