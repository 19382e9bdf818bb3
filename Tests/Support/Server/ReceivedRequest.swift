import Foundation

/// A request as a server reads it.
package struct ReceivedRequest: Sendable {
  /// Request line and header fields.
  package let head: String
  package let body: [UInt8]

  /// The operation, such as `ListTables`.
  package var operation: String {
    field("x-amz-target").split(separator: ".").last.map(String.init) ?? ""
  }

  /// Nil when the connection ends before a whole request has come.
  init?(from connection: Socket) {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    var searched = 0
    while true {
      guard let piece = connection.receive() else { return nil }
      bytes += piece
      guard let headEnd = bytes[searched...].firstRange(of: end)?.upperBound else {
        searched = max(0, bytes.count - 3)
        continue
      }
      head = String(decoding: bytes[..<headEnd], as: UTF8.self)
      var body = Array(bytes[headEnd...])
      let length = Int(Self.field("content-length", in: head)) ?? 0
      while body.count < length {
        guard let piece = connection.receive() else { return nil }
        body += piece
      }
      self.body = Array(body.prefix(length))
      return
    }
  }

  /// The value of a header field, whose name is given in lower case; empty where the field is missing.
  package func field(_ name: String) -> String { Self.field(name, in: head) }

  private static func field(_ name: String, in head: String) -> String {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name):") }
    return line.map { $0.dropFirst(name.utf8.count + 1).trimmingCharacters(in: .whitespaces) } ?? ""
  }
}
