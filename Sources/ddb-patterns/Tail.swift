import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import Toolkit

struct Tail: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "tail",
    abstract: "Print new messages as they come, one line each, until Ctrl-C.",
    discussion: """
      Reads the table's stream, from now on.

      Example: ddb-patterns tail --group 5ae290ed-55d1-47a0-bc6d-fe2bc2700399
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup var tables: TableOptions

  @Option(
    help: ArgumentHelp(
      "Only the messages of this group; its id as it is written in the table.",
      valueName: "id"
    )
  )
  var group: String?

  func validate() throws {
    if let group { try GroupOption.check(group) }
  }

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let stream = try await client.stream(of: table)
    let messages = group.map { "messages of group \($0.onOneLine)" } ?? "messages"
    context.console.note("new \(messages) of \(table) in \(client.aws.target.summary)")
    let console = context.console
    try await StreamFollower(try await StreamsClient.live(aws, in: context), console: console, start: .now)
      .run(
        from: StreamCheckpoint(stream: stream),
        work: { records in
          for message in records.compactMap(message) { try console.result(Self.line(message)) }
          return nil
        },
        save: { _ in }
      )
  }

  private func message(in record: StreamRecord) -> Message? {
    guard record.event == .insert, let image = record.newImage, let message = Message({ image.text($0) }),
      group.map({ $0.utf8.elementsEqual(message.group.utf8) }) ?? true
    else { return nil }
    return message
  }

  /// Local time, handle and whole message.
  private static func line(_ message: Message) -> String {
    let when = Timestamp(iso8601: message.sentAt)?.localMinute ?? message.sentAt
    return "\(when)  \(message.sender.handle): \(message.text)".onOneLine
  }
}
