import Toolkit

/// An HTTP/1.1 server. It handles connections, requests and limits; its owner makes the answers.
package final class HTTPServer: Sendable {
  /// Makes the answer to a request.
  package typealias Work = @Sendable (ServerRequest) async -> ServerAnswer

  /// The port that it listens on.
  package let port: Int
  private let engine: Engine
  private let receiver: RequestReceiver
  private let limits: ServerLimits

  /// Begins to take connections.
  ///
  /// - Parameters:
  ///   - address: A numeric address of this machine; 0.0.0.0 and :: for all of them.
  ///   - port: 0 for any that is free.
  ///   - executor: Where answers are made; nil for anywhere.
  /// - Throws: `ToolError` with the code `.configuration`, such as for a port that is taken.
  package init(
    address: String,
    port: UInt16,
    limits: ServerLimits = ServerLimits(),
    on executor: (any TaskExecutor)? = nil,
    work: @escaping Work
  ) throws(ToolError) {
    let socket = try ListeningSocket(address: address, port: port)
    self.port = socket.port
    self.limits = limits
    receiver = RequestReceiver(limits, on: executor, work: work)
    engine = try Engine(socket, receiver: receiver)
  }

  /// Ends connections that take too long, four times a second.
  ///
  /// - Parameter isEnough: Called as often; supervision ends when it returns true.
  package func supervise(until isEnough: () -> Bool) async throws {
    while !isEnough() {
      receiver.connections.endOverdue()
      try await Task.sleep(for: Self.supervision)
    }
  }

  private static let supervision = Duration.milliseconds(250)
  private static let poll = Duration.milliseconds(10)

  /// Takes no more requests, finishes those that it has, and ends.
  ///
  /// - Returns: Whether all of them were finished in the time for that.
  package func stop() async -> Bool {
    engine.stopListening()
    receiver.connections.stop()
    let isDone = await wait(limits.stopTime) { receiver.connections.count == 0 }
    if !isDone {
      receiver.cancelAll()
      _ = await wait(Limits.serverCancelled) { receiver.workCount == 0 }
    }
    receiver.connections.endAll()
    engine.end()
    return isDone
  }

  private func wait(_ limit: Duration, condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + limit
    while !condition() {
      guard ContinuousClock.now < end else { return false }
      receiver.connections.endOverdue()
      try? await Task.sleep(for: Self.poll)
    }
    return true
  }
}
