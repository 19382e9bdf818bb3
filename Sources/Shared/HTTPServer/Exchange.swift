import Synchronization

/// A request as it comes, and its answer.
final class Exchange: Sendable {
  private enum State {
    /// The first line is there.
    case head
    /// The header fields are there.
    case body(method: String, HeaderFields, BodyBuffer)
    /// The answer is being made.
    case work
    case answer(ServerAnswer)
    case sent
  }

  /// What is to be done next.
  enum Step {
    case wait
    case work(ServerRequest)
    case send(ServerAnswer)
    /// The connection ends.
    case abandon
  }

  let connection: UInt
  private let target: String
  private let limits: ServerLimits
  private let state = Mutex(State.head)

  init(connection: UInt, target: String, limits: ServerLimits) {
    self.connection = connection
    self.target = target
    self.limits = limits
  }

  /// The next step, after libmicrohttpd has received a part of the request or can send.
  ///
  /// - Parameters:
  ///   - headers: Called once, when the header fields have arrived.
  ///   - piece: Bytes of the body; nil when the request is whole.
  func goOn(method: String, headers: () -> HeaderFields, piece: [UInt8]?) -> Step {
    state.withLock { state in
      switch state {
      case .head:
        let headers = headers()
        if let refusal = refusal(of: headers) {
          state = .sent
          return .send(refusal)
        }
        state = .body(method: method, headers, BodyBuffer(limit: limits.body))
        return .wait
      case .body(let method, let headers, var body):
        if let piece {
          let goesOn = body.append(piece)
          state = .body(method: method, headers, body)
          return goesOn ? .wait : .abandon
        }
        if body.isTooLong {
          state = .sent
          return .send(.bodyTooLarge)
        }
        state = .work
        return .work(
          ServerRequest(method: method, target: RequestTarget(target), headers: headers, body: body.bytes)
        )
      case .work: return .abandon
      case .answer(let answer):
        state = .sent
        return .send(answer)
      case .sent: return .abandon
      }
    }
  }

  /// The answer is made; `goOn` sends it.
  func finish(_ answer: ServerAnswer) {
    state.withLock { $0 = .answer(answer) }
  }

  private func refusal(of headers: HeaderFields) -> ServerAnswer? {
    if target.utf8.count > limits.target { return ServerAnswer(status: 414, error: "the path is too long") }
    return RequestFraming.refusal(of: headers)
  }
}
