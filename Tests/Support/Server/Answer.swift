/// A scripted server's reaction to a request.
package struct Answer: Sendable {
  package let steps: [ScriptedServer.Step]

  package init(_ steps: [ScriptedServer.Step]) {
    self.steps = steps
  }

  package static func reply(
    status: Int,
    type: String = "application/x-amz-json-1.0",
    headers: [String] = [],
    body: String
  ) -> Answer {
    let fields = ["Content-Type: \(type)"] + headers
    return Answer([.send(.answer(Array(body.utf8), status: "\(status) Scripted", headers: fields))])
  }

  /// The connection ends without an answer.
  package static let closes = Answer([.close])

  /// Nothing more is sent until the server is stopped.
  package static let stalls = Answer([.stall, .close])
}

extension [UInt8] {
  /// A complete answer with its Content-Length.
  package static func answer(
    _ body: [UInt8],
    status: String = "200 OK",
    headers: [String] = []
  ) -> [UInt8] {
    let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + headers
    return Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }
}
