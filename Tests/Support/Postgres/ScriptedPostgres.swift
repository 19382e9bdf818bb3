import Foundation

/// A server on loopback that gives scripted answers in PostgreSQL's protocol.
///
/// Source: PostgreSQL documentation, "Message Formats".
package final class ScriptedPostgres: Sendable {
  private let listener: Socket
  private let startup: [UInt8]
  private let answer: [UInt8]
  private let delay: TimeInterval

  /// - Parameters:
  ///   - startup: What it sends after a client's startup message.
  ///   - delay: How long it waits before that, in seconds.
  ///   - answer: What it sends after each statement.
  package init(startup: [UInt8] = welcome, after delay: TimeInterval = 0, answer: [UInt8] = []) throws {
    (self.startup, self.answer, self.delay) = (startup, answer, delay)
    listener = try Socket.listening()
    Thread.detachNewThread { [self, listener] in
      while let client = listener.accept() { Thread.detachNewThread { self.serve(client) } }
    }
  }

  package var url: String { "postgresql://u:p@\(place)/d?sslmode=disable" }
  /// Its address and port.
  package var place: String { "127.0.0.1:\(listener.port)" }

  package func shutdown() { listener.shutdown() }

  private func serve(_ client: Socket) {
    defer { client.shutdown() }
    guard client.receive() != nil else { return }
    Thread.sleep(forTimeInterval: delay)
    guard client.send(startup) else { return }
    while let request = client.receive() {
      // A statement's messages end with Sync.
      guard request.suffix(5) == [UInt8(ascii: "S"), 0, 0, 0, 4] else { continue }
      guard client.send(answer + Self.ready) else { return }
    }
  }

  // MARK: - Messages

  /// AuthenticationOk and ReadyForQuery.
  package static let welcome = message("R", [0, 0, 0, 0]) + ready
  /// AuthenticationCleartextPassword.
  package static let passwordRequest = message("R", [0, 0, 0, 3])
  private static let ready = message("Z", [UInt8(ascii: "I")])

  /// ErrorResponse or NoticeResponse, with its fields.
  ///
  /// - Parameter type: `E` for an error, `N` for a notice.
  package static func report(_ type: Character, _ fields: KeyValuePairs<Character, String>) -> [UInt8] {
    message(type, fields.flatMap { [$0.asciiValue ?? 0] + Array($1.utf8) + [0] } + [0])
  }

  private static func message(_ type: Character, _ content: [UInt8]) -> [UInt8] {
    let length = content.count + 4
    return [type.asciiValue ?? 0] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + content
  }
}
