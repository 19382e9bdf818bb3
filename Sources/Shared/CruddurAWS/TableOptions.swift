import AWS
import ArgumentParser
import Cruddur
import Toolkit

/// The option for the messages table.
package struct TableOptions: ParsableArguments {
  @Option(
    name: [.customShort("t"), .customLong("table")],
    help: ArgumentHelp("The table, in place of cruddur-messages. [DDB_MESSAGE_TABLE]", valueName: "name"),
    completion: AWSCompletion.tables
  )
  package var flag: TableName?

  package init() {}

  /// The table that the command line names, else `DDB_MESSAGE_TABLE`, else Cruddur's.
  ///
  /// - Throws: `ToolError` with the code `.configuration` for a variable that is not a valid table name.
  package func table(in context: AWSContext) throws(ToolError) -> TableName {
    if let flag { return flag }
    return try Self.variableTable(in: context) ?? .messages
  }

  /// The table of `DDB_MESSAGE_TABLE`; nil where it is not set.
  ///
  /// - Throws: `ToolError` with the code `.configuration` for what is not a valid table name.
  package static func variableTable(in context: AWSContext) throws(ToolError) -> TableName? {
    guard let name = context.environment[variable] else { return nil }
    guard let table = TableName(argument: name) else {
      throw ToolError(
        .configuration,
        message:
          "\(variable) is \"\(name.onOneLine)\", which is not a table's name: 3 to 255 letters, digits, _ . -"
      )
    }
    return table
  }

  private static let variable = "DDB_MESSAGE_TABLE"
}
