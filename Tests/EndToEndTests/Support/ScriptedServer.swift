import Foundation
import Testing

/// A server on the loopback address that answers each request as a test has it.
final class ScriptedServer: Sendable {
  enum Answer: Sendable {
    case reply(status: Int, type: String = "application/x-amz-json-1.0", body: String)
    /// Closes the connection without a word.
    case closes
    /// Takes the request and says nothing more until the server is stopped.
    case stalls
  }

  struct Request: Sendable {
    /// Such as `ListTables`.
    let operation: String
    let headers: String
    let body: String
  }

  let url: String
  private let listener: Socket
  private let answer: @Sendable (Request) -> Answer
  private let received = Locked<[Request]>([])
  private let stalled = Locked<[Socket]>([])

  var requests: [Request] { received.value }

  /// Runs `body` with a server that answers by `answer`.
  static func with<Result>(
    _ answer: @escaping @Sendable (Request) -> Answer,
    _ body: (ScriptedServer) async throws -> Result
  ) async throws -> Result {
    let server = try ScriptedServer(answer)
    defer { server.stop() }
    return try await body(server)
  }

  private init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    let (socket, port) = try Socket.bound()
    listener = socket
    url = "http://127.0.0.1:\(port)"
    try listener.startListening()
    Thread.detachNewThread { [self] in
      while let connection = listener.nextConnection() {
        Thread.detachNewThread { [self] in serve(connection) }
      }
    }
  }

  private func stop() {
    listener.end()
    for connection in stalled.value { connection.end() }
  }

  private func serve(_ connection: Socket) {
    guard let request = Self.request(from: connection) else { return connection.end() }
    received.withLock { $0.append(request) }
    switch answer(request) {
    case .closes: connection.end()
    case .stalls: stalled.withLock { $0.append(connection) }
    case .reply(let status, let type, let body):
      let head = [
        "HTTP/1.1 \(status) Scripted", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)",
        "Connection: close",
      ]
      connection.write(Array("\(head.joined(separator: "\r\n"))\r\n\r\n\(body)".utf8))
      connection.end()
    }
  }

  /// Nil when the connection ends before the request does.
  private static func request(from connection: Socket) -> Request? {
    var text = ""
    while true {
      let bytes = connection.read()
      guard !bytes.isEmpty else { return nil }
      text += String(decoding: bytes, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      let headers = String(text[..<end.lowerBound])
      let body = String(text[end.upperBound...])
      guard body.utf8.count >= Int(value(of: "content-length", in: headers)) ?? 0 else { continue }
      let target = value(of: "x-amz-target", in: headers)
      return Request(
        operation: target.split(separator: ".").last.map(String.init) ?? "",
        headers: headers,
        body: body
      )
    }
  }

  private static func value(of name: String, in headers: String) -> String {
    let line = headers.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("\(name):") }
    return line.map { $0.dropFirst(name.utf8.count + 1).trimmingCharacters(in: .whitespaces) } ?? ""
  }
}
