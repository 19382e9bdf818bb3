import ArgumentParser
import Shared

@main
struct DDBListTables: Tool {
  static let configuration = CommandConfiguration(
    commandName: "ddb-list-tables",
    abstract: "List the DynamoDB tables."
  )

  @OptionGroup var options: StageOptions

  func run(in context: Context) async throws {
    context.console.note("hello \(context.stage)")
    try await Task.sleep(for: .seconds(5))
    try context.console.result("x")
  }
}
