import AWS
import Cruddur
import HTTPServer
import Toolkit

/// `GET /api/changes?after=N`: which of the caller's conversations have new messages. Where none has, the
/// answer comes with the next one, or after 25 s.
enum ChangesRoute {
  static func all(_ services: Services) -> [Route] {
    [
      APIRoute.make(
        "GET",
        path: "/api/changes",
        services: services,
        within: Limits.longPoll + Limits.serverWork
      ) {
        request,
        _ in
        let user = try await services.gate.caller(of: request)
        let changes = await services.changes.changes(
          after: try number(request),
          of: user.uuid,
          within: Limits.longPoll
        )
        return ServerAnswer([
          "number": .integer(changes.number), "groups": .array(changes.groups.map { .string($0) }),
          "complete": .bool(changes.isComplete), "stream": .bool(changes.hasStream),
        ])
      }
    ]
  }

  private static func number(_ request: ServerRequest) throws(Refusal) -> Int? {
    guard let text = request.target["after"] else { return nil }
    guard let number = Int(text) else { throw .unprocessable("after_invalid") }
    return number
  }
}
