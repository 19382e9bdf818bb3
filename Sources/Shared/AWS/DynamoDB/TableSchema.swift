import Toolkit

/// A CreateTable document, as `aws dynamodb create-table --cli-input-json` takes it.
package struct TableSchema: Sendable {
  /// The table's name.
  package let table: TableName
  private(set) var document: JSONValue

  /// The table's key, the partition key first.
  package var key: [KeyAttribute] { document.keyAttributes }

  /// The names of its indexes.
  package var indexes: [String] { document.indexKeys.map(\.name) }

  /// Reads a document. The output of `describe-table` and `ddb-schema-load` is accepted too.
  ///
  /// - Parameter name: The table's name, in place of the document's.
  /// - Throws: `ToolError` with the code `.file` when the document cannot be read, is not JSON or names no
  ///   table.
  package init(_ file: InputFile, table name: TableName? = nil) throws(ToolError) {
    let bytes = try file.contents()
    do {
      document = try JSONValue(document: bytes, name: file.name).createTableDocument
    } catch {
      // What came by a pipe cannot be read again by its name.
      let input = file.canBeNamedAgain ? file.name : "FILE"
      throw error.suggesting(OtherNotation(bytes, name: file.name)?.conversion(of: input))
    }
    if let name { document = document.setting("TableName", to: name.json) }
    guard let name = document["TableName"]?.string.flatMap(TableName.init(argument:)) else {
      throw ToolError(
        .file,
        message: "\(file.name) is not a CreateTable document: it has no valid TableName",
        next: .makeTableTemplate
      )
    }
    table = name
  }

  /// Reads the file at `path`, which may begin with `file://` as the AWS CLI names files; for nil, the
  /// built-in one.
  package init(
    path: String?,
    builtIn: (name: String, bytes: [UInt8]),
    table name: TableName? = nil
  ) throws(ToolError) {
    let path = path.map { $0.hasPrefix("file://") ? String($0.dropFirst("file://".count)) : $0 }
    try self.init(InputFile(path: path, builtIn: builtIn), table: name)
  }

  /// The same table with a stream of new images.
  package func withStream() -> TableSchema {
    var schema = self
    schema.document = document.setting("StreamSpecification", to: Self.newImages)
    return schema
  }

  /// The stream that Cruddur's stream function reads.
  static let newImages: JSONValue = ["StreamEnabled": true, "StreamViewType": "NEW_IMAGE"]

  /// The input of UpdateTable that creates one of the schema's global secondary indexes; nil where the
  /// schema has none of that name.
  package func creation(ofIndex name: String) -> (attributes: String, update: String)? {
    let indexes = document["GlobalSecondaryIndexes"]?.array ?? []
    guard let index = indexes.first(where: { $0["IndexName"]?.string == name }) else { return nil }
    let update = JSONValue.array([["Create": index]]).text(.compact)
    return ((document["AttributeDefinitions"] ?? []).text(.compact), update)
  }
}

/// A notation other than JSON that the file may be written in.
private enum OtherNotation {
  case python
  case yaml

  /// Guesses by the name, else by the first character: a JSON document of a table begins with a brace.
  init?(_ bytes: [UInt8], name: String) {
    let start = bytes.first { !" \t\r\n".utf8.contains($0) }
    if name.hasSuffix(".py") || start == UInt8(ascii: "{") && bytes.contains(UInt8(ascii: "'")) {
      self = .python
    } else if name.hasSuffix(".yml") || name.hasSuffix(".yaml") || start?.isLetterOrDigit(or: "-#") == true {
      self = .yaml
    } else {
      return nil
    }
  }

  func conversion(of file: String) -> NextStep {
    switch self {
    case .python: .convertPython(file)
    case .yaml: .convertYAML(file)
    }
  }
}
