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
      they are stored, csv the columns of --attributes, and table these or all attributes, a table for each page of the \
      answer, cut to the terminal. Text is UTF-8; in JSON only control characters, quotes and backslashes stay escaped.

      --filter takes comparisons joined by and, or: NAME = VALUE (also != < <= > >=), NAME begins_with TEXT, NAME contains \
      VALUE, NAME between VALUE and VALUE, NAME exists, NAME missing. and binds more tightly than or; ( and ) group. A value is a number, true, false, null or a text; \
      in quotes it is a text in any case, and may hold blanks and parentheses. The table is read as a whole nevertheless.

      Example: ddb-scan prod --table cruddur-messages | jq -r .message
      """
  )

  enum Output: String, WordArgument {
    case json
    case ddb
    case csv
    case table
  }

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup var tables: TableOptions

  @Option(
    name: .shortAndLong,
    help: "json (plain values), ddb (typed values), csv (with --attributes) or table (to look at)."
  )
  var output = Output.json

  @Option(
    name: [.customShort("n"), .long],
    parsing: .unconditional,
    help: ArgumentHelp("Print at most this many items.", valueName: "count"),
    transform: WholeNumber.within(1...Int.max)
  )
  var limit: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Scan this many parts of the table at the same time; the order of the items is then arbitrary.",
      valueName: "count"
    ),
    transform: WholeNumber.within(1...1_000)
  )
  var segments = 1

  @Option(
    help: ArgumentHelp(
      #"Begin after this key, such as {"pk": {"S": "a"}, "sk": {"S": "b"}}; a scan that ends early names it."#,
      valueName: "key"
    )
  )
  var fromKey: StartKey?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Use at most this many read units a second.", valueName: "units"),
    transform: WholeNumber.within(1...1_000_000)
  )
  var rcu: Int?

  @Flag(help: "Print only how many items there are.")
  var count = false

  @Option(help: ArgumentHelp("Print only these attributes, separated by commas.", valueName: "names"))
  var attributes: String?

  @Option(
    help: ArgumentHelp(
      "Print only items for which this holds, such as 'pk begins_with MSG#'.",
      valueName: "condition"
    ),
    transform: { try Condition(parsing: $0) }
  )
  var filter: Condition?

  @Option(help: ArgumentHelp("Read this index in place of the table.", valueName: "name"))
  var index: IndexName?

  func validate() throws {
    if output == .csv, attributes == nil {
      throw ValidationError("--output csv needs its columns: --attributes pk,sk,message")
    }
    if columns.contains("") { throw ValidationError("--attributes has an empty name") }
    if count, limit != nil || segments > 1 || attributes != nil || fromKey != nil || rcu != nil {
      throw ValidationError("--count goes with --filter and --index only")
    }
    if fromKey != nil, segments > 1 { throw ValidationError("--from-key goes on in one segment only") }
  }

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context)
    let table = try tables.table(in: context)
    let choice = ScanChoice(index: index, attributes: columns, filter: filter)
    if count { return try await printCount(choice, of: table, client: client, console: context.console) }
    try await printItems(choice, of: table, client: client, context: context)
  }

  private func printItems(
    _ choice: ScanChoice,
    of table: TableName,
    client: DynamoDBClient,
    context: AWSContext
  ) async throws {
    let isForTerminal = context.console.outputIsTerminal
    let csv = output == .csv ? CSVLines(columns: columns, isForTerminal: isForTerminal) : nil
    let form: ItemForm = output == .ddb ? .typed : .plain
    let lines = csv ?? tableLines(context.console)
    let scan = TableScan(client, console: context.console, form: form, choice: choice, lines: lines)
    // The output of a continued scan has its header already.
    if let csv, fromKey == nil { try context.console.result(csv.header) }
    let tally = try await scan.run(
      table: table,
      limit: limit,
      segments: try usableSegments(in: context),
      from: fromKey?.document,
      rate: rcu
    )
    let cut = tally.isCut ? "; --limit ends here, the table goes on" : ""
    context.console.note(
      "\(counted(tally.items, of: "item"))\(client.aws.retriesText)\(cut)",
      next: segments == 1 && tally.isCut ? tally.next.map { .scanNextItems(from: $0.text(.compact)) } : nil
    )
  }

  private func tableLines(_ console: Console) -> (any ItemLines)? {
    guard output == .table else { return nil }
    return TableLines(columns: columns, style: console.outputStyle, width: console.outputColumns)
  }

  private var columns: [String] {
    (attributes ?? "").split(separator: ",", omittingEmptySubsequences: attributes == nil).map(String.init)
  }

  private func printCount(
    _ choice: ScanChoice,
    of table: TableName,
    client: DynamoDBClient,
    console: Console
  ) async throws {
    defer { console.progress(nil) }
    let meter = ProgressMeter("item")
    let total = await TableScan.expectedItems(of: table, choice: choice, client: client, console: console)
    let count = try await client.count(choice, in: table) {
      console.progress(meter.text(done: $0, of: total))
    }
    try console.result("\(count)")
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

  /// Each segment needs a connection, and three more descriptors while its host is resolved; everything else
  /// needs a few dozen.
  private func allowConnections() throws(ToolError) {
    let (each, others) = (4, 64)
    let limit = OpenFiles.allow(segments * each + others)
    guard limit < segments * each + others else { return }
    throw ToolError(
      .configuration,
      message:
        "--segments \(segments) may need \(segments * each + others) open files, and \(limit) are allowed",
      next: .fewerSegments(max(1, (limit - others) / each))
    )
  }
}
