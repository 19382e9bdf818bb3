import Foundation
import TestSupport

/// Chromium's DevTools protocol: JSON messages in both directions, each with a NUL after it.
///
/// Source: https://chromedevtools.github.io/devtools-protocol and `--remote-debugging-pipe` in Chromium's
/// sources.
final class DevTools: Sendable {
  /// An event that the browser has reported.
  struct Event: Sendable {
    let method: String
    /// The session of the tab; nil for an event of the browser itself.
    let session: String?
    let parameters: Data
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private struct State {
    var last = 0
    var waiting: [Int: CheckedContinuation<Data, any Error>] = [:]
    var events: [Event] = []
    var isClosed = false
  }

  private let socket: Socket
  private let state = Locked(State())

  init(_ socket: Socket) {
    self.socket = socket
    Thread.detachNewThread { self.read() }
  }

  var events: [Event] { state.withLock { $0.events } }

  /// Sends a command and returns the JSON of its result.
  @discardableResult
  func call(_ method: String, _ parameters: [String: any Sendable] = [:], session: String? = nil) async throws
    -> Data
  {
    let id = state.withLock { state in
      state.last += 1
      return state.last
    }
    var message: [String: any Sendable] = ["id": id, "method": method, "params": parameters]
    message["sessionId"] = session
    let bytes = try JSONSerialization.data(withJSONObject: message)
    let limit = Task {
      try await Task.sleep(for: TestTime.step)
      end(id, .failure(Failure(description: "Chromium does not answer \(method)")))
    }
    defer { limit.cancel() }
    return try await withCheckedThrowingContinuation { continuation in
      let isClosed = state.withLock { state in
        state.waiting[id] = continuation
        return state.isClosed
      }
      if isClosed || !socket.send(Array(bytes) + [0]) {
        end(id, .failure(Failure(description: "Chromium has ended before \(method)")))
      }
    }
  }

  func close() { socket.shutdown() }

  private func end(_ id: Int, _ result: Result<Data, any Error>) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(with: result)
  }

  private func read() {
    var rest: [UInt8] = []
    while let bytes = socket.receive() {
      rest += bytes
      while let end = rest.firstIndex(of: 0) {
        take(Data(rest[..<end]))
        rest.removeSubrange(...end)
      }
    }
    let waiting = state.withLock { state in
      state.isClosed = true
      return state.waiting.keys.sorted()
    }
    for id in waiting { end(id, .failure(Failure(description: "Chromium has ended"))) }
  }

  private func take(_ bytes: Data) {
    guard let message = (try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any] else { return }
    if let id = message["id"] as? Int {
      if let error = message["error"] { return end(id, .failure(Failure(description: "\(error)"))) }
      end(id, Result { try JSONSerialization.data(withJSONObject: message["result"] ?? [:]) })
    } else if let method = message["method"] as? String {
      let parameters = try? JSONSerialization.data(withJSONObject: message["params"] ?? [:])
      let event = Event(
        method: method,
        session: message["sessionId"] as? String,
        parameters: parameters ?? Data()
      )
      state.withLock { $0.events.append(event) }
    }
  }
}
