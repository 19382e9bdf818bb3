import HTTPServer
import Toolkit

/// Which pages of other origins may call the API (CORS): those of `FRONTEND_URL` and `BACKEND_URL`, as in the
/// course.
struct AllowedOrigins: Sendable {
  private let origins: Set<String>

  private static let variables = ["FRONTEND_URL", "BACKEND_URL"]
  /// How long a browser may remember the answer, in seconds.
  private static let maximumAge = "600"

  init(_ environment: Environment) {
    origins = Set(Self.variables.compactMap { environment[$0] }.map(Self.origin))
  }

  /// The answer to a browser that asks whether it may send a request; nil for any other request.
  ///
  /// - Parameter methods: What the path has; empty for a path that is not there.
  func preflight(_ request: ServerRequest, methods: [String]) -> ServerAnswer? {
    guard request.method == "OPTIONS", request.headers["Access-Control-Request-Method"] != nil,
      allowed(request) != nil, !methods.isEmpty
    else { return nil }
    return ServerAnswer(
      status: 204,
      headers: [
        "Access-Control-Allow-Methods": methods.joined(separator: ", "),
        "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key",
        "Access-Control-Max-Age": Self.maximumAge,
      ]
    )
  }

  /// Lets the page that sent the request read the answer.
  func mark(_ answer: inout ServerAnswer, for request: ServerRequest) {
    guard !origins.isEmpty else { return }
    answer.headers["Vary"] = "Origin"
    guard let origin = allowed(request) else { return }
    answer.headers["Access-Control-Allow-Origin"] = origin
    answer.headers["Access-Control-Expose-Headers"] = "Authorization"
  }

  /// Whether one of the origins has this host, with its port where it is not the usual one.
  func contains(host: String) -> Bool {
    !host.isEmpty && origins.contains { $0.hasSuffix("://\(host.lowercased())") }
  }

  private func allowed(_ request: ServerRequest) -> String? {
    request.headers["Origin"].flatMap { origins.contains($0.lowercased()) ? $0 : nil }
  }

  /// Scheme, host and port of a URL; its path does not count.
  private static func origin(_ url: String) -> String {
    url.split(separator: "/", omittingEmptySubsequences: false).prefix(3).joined(separator: "/").lowercased()
  }
}
