import AWS
import Cruddur
import CruddurDatabase
import HTTPServer
import Toolkit

/// Signing in without a user pool, as any of the users in PostgreSQL. There is no such route in production.
enum LocalSignIn {
  /// Among so many the page lets one choose.
  private static let usersShown = 1_000

  static func all(_ services: Services) -> [Route] {
    guard let tokens = services.gate.local else { return [] }
    return [
      APIRoute.make("GET", "/api/local/users", services) { request, _ in
        try checkHost(of: request)
        let users = try await services.users.users(atMost: usersShown)
        return ServerAnswer(.array(users.map(\.short)))
      },
      APIRoute.make("POST", "/api/local/sign-in", services) { request, _ in
        try checkHost(of: request)
        let handle = try RequestBody.object(of: request)["handle"]?.string ?? ""
        guard let user = try await services.users.user(withHandle: handle) else {
          throw Refusal(404, "nobody has this handle")
        }
        return ServerAnswer(["access_token": .string(tokens.token(for: user.uuid))])
      },
    ]
  }

  /// A page of the internet may give its own name the address of this machine, and then call this server as
  /// if it were its own: the name that it calls gives it away.
  private static func checkHost(of request: ServerRequest) throws(Refusal) {
    let host = request.headers["Host"] ?? ""
    let end = host.hasSuffix("]") ? host.endIndex : host.lastIndex(of: ":") ?? host.endIndex
    guard !host.isEmpty, NetworkHost(host[..<end]).isLocal else {
      throw Refusal(403, "sign in by a name of this machine")
    }
  }
}
