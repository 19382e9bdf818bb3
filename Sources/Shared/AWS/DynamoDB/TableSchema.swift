import Toolkit

/// A CreateTable document, as `aws dynamodb create-table --cli-input-json` takes it.
package struct TableSchema: Sendable {
  /// The table's name.
  package let table: String
  let document: JSONValue

  /// - Throws: `ToolError` with the code `.file` when the document cannot be read, is not JSON or names no table.
  package init(_ file: InputFile) throws(ToolError) {
    let (path, bytes) = (file.name, try file.contents())
    do {
      document = try JSONValue(parsing: bytes)
    } catch {
      let line = bytes.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
      throw ToolError(.file, "\(path):\(line): not JSON: expected \(error.expected)")
    }
    guard let name = document["TableName"]?.string, TableName(argument: name) != nil else {
      throw ToolError(
        .file,
        "\(path): no CreateTable document: it has no valid TableName",
        next: .makeTableTemplate
      )
    }
    table = name
  }
}
