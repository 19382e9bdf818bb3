import CCurl
import Toolkit

/// HTTP over libcurl with an `async` interface: many requests run at a time on the event loop's thread,
/// connections are kept alive and shared, and cancelling a task ends its transfer.
package final class CurlTransport: HTTPTransport {
  private let loop: EventLoop
  private let configuration: CurlConfiguration
  private let whenSlow: @Sendable (HTTPRequest, Wait) -> Void
  /// Whether libcurl, with its TLS library, could be initialised.
  private let initialisation: CURLcode

  /// - Parameter whenSlow: Called for a request without progress, every 5 s.
  package init(
    _ configuration: CurlConfiguration,
    on loop: EventLoop,
    whenSlow: @escaping @Sendable (HTTPRequest, Wait) -> Void = { _, _ in }
  ) {
    initialisation = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    curl_shim_keep_freed_memory()
    self.configuration = configuration
    self.loop = loop
    self.whenSlow = whenSlow
  }

  package func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse {
    try Task.checkCancellation()
    try CurlEasy.check(initialisation)
    try request.headers.check()
    let id = loop.newTransferID()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        loop.post { [configuration, whenSlow] multi in
          do throws(ToolError) {
            let easy = try CurlEasy()
            let transfer = CurlTransfer(
              id: id,
              easy: easy,
              timeouts: timeouts,
              proxy: configuration.proxy(for: request),
              whenSlow: { whenSlow(request, $0) },
              completion: { continuation.resume(with: $0) }
            )
            try configuration.apply(to: easy, request: request, timeouts: timeouts)
            try easy.setReceiver(transfer)
            try easy.sendOnce(transfer, asking: configuration.asksBeforeSending)
            if request.endpoint.scheme == "https", !request.endpoint.isAWS {
              try easy.watchHandshake(transfer)
            }
            multi.start(transfer)
          } catch {
            continuation.resume(throwing: error)
          }
        }
        // The task may have been cancelled before the transfer was added.
        if Task.isCancelled { loop.post { $0.cancel(id) } }
      }
    } onCancel: {
      loop.post { $0.cancel(id) }
    }
  }
}
