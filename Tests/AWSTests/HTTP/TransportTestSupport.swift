import TestSupport
import Toolkit

@testable import AWS

extension HTTPRequest {
  /// A POST to a scripted server.
  static func test(_ server: ScriptedServer, _ body: String = "{}", path: String = "/") throws -> HTTPRequest
  {
    guard let endpoint = Endpoint(server.url + path) else {
      throw ToolError(.configuration, message: "\(server.url)\(path)")
    }
    return HTTPRequest(.post, at: endpoint, headers: ["Content-Type": "text/x-test"], body: Array(body))
  }
}

extension Timeouts {
  static let test = Timeouts(connect: TestTime.step, read: TestTime.step)
}

extension CurlTransport {
  /// - Parameters:
  ///   - environment: The variables that name proxies.
  ///   - asking: Whether libcurl asks before it sends; false as with a libcurl before 7.80.
  static func test(
    on loop: EventLoop,
    _ environment: [String: String] = [:],
    asking: Bool = true
  ) -> CurlTransport {
    var configuration = CurlConfiguration(
      authoritiesFile: nil,
      proxies: Proxies(Environment(environment))
    )
    configuration.asksBeforeSending = asking
    return CurlTransport(configuration, on: loop)
  }
}

/// Sends requests by libcurl, on a loop that lasts as long as `work`.
func withCurl<Value: Sendable>(
  _ environment: [String: String] = [:],
  asking: Bool = true,
  _ work: @escaping @Sendable (CurlTransport) async throws -> Value
) async throws -> Value {
  try await onEventLoop { loop in try await work(.test(on: loop, environment, asking: asking)) }
}

/// The response to a request to a server with this script.
func exchange(
  _ script: [ScriptedServer.Step],
  timeouts: Timeouts = .test,
  body: String = "{}"
) async throws -> HTTPResponse {
  try await ScriptedServer.run(script) { server in
    try await withCurl { try await $0.send(.test(server, body), timeouts: timeouts) }
  }
}
