import AWS
import ArgumentParser
import CruddurAWS
import Toolkit

@main
struct DDBScan: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-scan",
    abstract: "Print all items of a DynamoDB table, one JSON object a line.",
    discussion: """
      Values are plain: numbers are those that DynamoDB itself would send, with all their digits (007 is 7, 1E3 is \
      1000), binary is base64 text, sets are arrays. --output ddb prints DynamoDB's typed JSON instead, with numbers as \
      they are stored. Text is UTF-8 in both; only control characters, quotes and backslashes stay escaped.

      Example: ddb-scan prod --table cruddur-messages | jq -r .message
      """
  )

  enum Output: String, WordArgument {
    case json
    case ddb
  }

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup var tables: TableOptions

  @Option(name: .shortAndLong, help: "json (plain values) or ddb (typed values).")
  var output = Output.json

  @Option(name: [.customShort("n"), .long], help: "Print at most this many items.")
  var limit: Int?

  @Option(
    help: "Scan this many parts of the table at the same time; the order of the items is then arbitrary."
  )
  var segments = 1

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    guard (1...1_000).contains(segments) else { throw ValidationError("--segments must be from 1 to 1000") }
  }

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let scan = TableScan(client, context.console, form: output == .json ? .plain : .typed)
    let table = try tables.table(in: context).description
    let segments = try usableSegments(in: context)
    let account = try await client.naming(nearTableOf: table) {
      try await scan.run(table: table, limit: limit, segments: segments)
    }
    let cut = account.isCut ? "; --limit ends here, the table goes on" : ""
    context.console.note("\(counted(account.items, "item"))\(client.aws.retriesText)\(cut)")
  }

  /// DynamoDB Local ignores segments: each of them would print the whole table.
  private func usableSegments(in context: AWSContext) throws(ToolError) -> Int {
    guard segments > 1 else { return segments }
    guard context.stage == .local else {
      try allowConnections()
      return segments
    }
    context.console.note("the local stage scans in one segment: DynamoDB Local has no others")
    return 1
  }

  /// Each segment has a connection, and while its host is looked up three files more; the rest has a few dozen.
  private func allowConnections() throws(ToolError) {
    let (each, others) = (4, 64)
    let limit = OpenFiles.allow(segments * each + others)
    guard limit < segments * each + others else { return }
    throw ToolError(
      .configuration,
      "--segments \(segments) may need \(segments * each + others) open files, and \(limit) are allowed",
      next: .fewerSegments(max(1, (limit - others) / each))
    )
  }
}
