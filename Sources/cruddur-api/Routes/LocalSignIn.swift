import AWS
import Cruddur
import CruddurDatabase
import HTTPServer
import Toolkit

/// Signing in without a user pool, as any of the users in PostgreSQL. There is no such route in production.
enum LocalSignIn {
  /// The most users that the page offers.
  private static let usersShown = 1_000

  static func all(_ services: Services) -> [Route] {
    guard let tokens = services.gate.local else { return [] }
    return [
      APIRoute.make("GET", path: "/api/local/users", services: services) { request, _ in
        try checkHost(of: request, origins: services.origins)
        let users = try await services.users.users(atMost: usersShown)
        return ServerAnswer(.array(users.map(\.short)))
      },
      APIRoute.make("POST", path: "/api/local/sign-in", services: services) { request, _ in
        try checkHost(of: request, origins: services.origins)
        let handle = try RequestBody.object(of: request)["handle"]?.string ?? ""
        guard let user = try await services.users.user(withHandle: handle) else {
          throw Refusal(404, error: "nobody has this handle")
        }
        return ServerAnswer(["access_token": .string(tokens.token(for: user.uuid))])
      },
    ]
  }

  /// A page of the internet may let its own host name resolve to this machine, and then call this server as
  /// its own (DNS rebinding). The Host header shows the name that was called.
  private static func checkHost(of request: ServerRequest, origins: AllowedOrigins) throws(Refusal) {
    let text = request.headers["Host"] ?? ""
    let end = text.hasSuffix("]") ? text.endIndex : text.lastIndex(of: ":") ?? text.endIndex
    let host = NetworkHost(text[..<end])
    guard host.isLoopback || host.isAddress && host.isLocal || origins.contains(host: text) else {
      throw Refusal(403, error: "sign in at localhost, at a local address, or at the host of BACKEND_URL")
    }
  }
}
