import AWS
import Toolkit

/// An event of a table's stream, as Lambda delivers it: `{"Records":[…]}`.
struct StreamEvent: Sendable {
  let records: [StreamRecord]

  /// - Throws: `ToolError` with the code `.file` for anything else.
  init(_ file: InputFile) throws(ToolError) {
    try self.init(try file.contents(), name: file.name)
  }

  /// - Parameter name: For messages.
  init(_ bytes: [UInt8], name: String) throws(ToolError) {
    let document: JSONValue
    do {
      document = try JSONValue(document: bytes, name: name)
    } catch {
      throw error.suggesting(.eventForm)
    }
    guard let records = document["Records"]?.array else {
      throw ToolError(
        .file,
        message: "\(name) is not an event of a table's stream: it has no Records",
        next: .eventForm
      )
    }
    self.records = records.map(StreamRecord.init)
  }
}
