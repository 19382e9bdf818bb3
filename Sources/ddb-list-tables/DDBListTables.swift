import AWS
import ArgumentParser
import Toolkit

@main
struct DDBListTables: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "ddb-list-tables",
    abstract: "List the DynamoDB tables.",
    discussion: """
      Prints what `aws dynamodb list-tables --query TableNames --output …` prints, for all pages.

      Example: ddb-list-tables prod --output json
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions

  @Option(name: .shortAndLong, help: "table, json or text.")
  var output = OutputFormat.table

  func run(in context: AWSContext) async throws {
    let client = try await DynamoDBClient.live(aws, in: context, attempts: Limits.tableAttempts)
    var pages: [[String]] = []
    for try await page in client.tableNames() { pages.append(page) }
    if pages.allSatisfy(\.isEmpty) {
      context.console.note(
        "no tables in DynamoDB at \(client.aws.target.endpoint) (\(client.aws.target.region))"
      )
    }
    try write(pages, console: context.console)
  }

  /// As the AWS CLI: text is written page by page, a line each; table and JSON are written after the last
  /// page.
  ///
  /// A local server allows any text as a name. Control characters are left out, or escaped where the output
  /// is JSON.
  private func write(_ pages: [[String]], console: Console) throws {
    let names = pages.joined()
    switch output {
    case .table: try console.write(AWSTable(title: "ListTables", rows: names.map(\.onOneLine)))
    case .json:
      try console.result(JSONValue.array(names.map { .string($0) }).text(.awsCLI).withControlsEscaped)
    case .text:
      for page in pages where !page.isEmpty {
        try console.result(page.map(\.onOneLine).joined(separator: "\t"))
      }
    }
  }
}

extension String {
  /// A JSON document with DEL and the C1 control characters escaped too; those below U+0020 are escaped
  /// already.
  fileprivate var withControlsEscaped: String {
    unicodeScalars.reduce(into: "") { text, character in
      switch character {
      case "\u{7F}"..."\u{9F}": text += "\\u00\(String(character.value, radix: 16))"
      default: text.unicodeScalars.append(character)
      }
    }
  }
}
