import AWS
import Cruddur
import CruddurAWS
import HTTPServer
import Toolkit

/// The conversations of the caller, and their messages.
enum MessageRoutes {
  /// Conversations of an answer.
  private static let mostGroups = 100
  /// Messages of an answer, as in the course.
  private static let mostMessages = 20

  static func all(_ services: Services) -> [Route] {
    [
      APIRoute.make("GET", path: "/api/message_groups", services: services) { request, _ in
        let user = try await services.gate.caller(of: request)
        let groups = try await services.messages.groups(of: user.uuid, limit: mostGroups)
        return ServerAnswer(.array(groups.map(\.listed)))
      },
      APIRoute.make("GET", path: "/api/messages/{group}", services: services) { request, values in
        let user = try await services.gate.caller(of: request)
        return ServerAnswer(
          try await messages(of: values["group"], for: user, request: request, services: services)
        )
      },
      APIRoute.make("POST", path: "/api/messages", services: services) { request, _ in
        let user = try await services.gate.caller(of: request)
        return ServerAnswer(try await NewMessageRequest(request, from: user).perform(services))
      },
    ]
  }

  /// The newest ones, the oldest of them first.
  private static func messages(
    of group: String,
    for user: User,
    request: ServerRequest,
    services: Services
  ) async throws -> JSONValue {
    let range = try range(request)
    try Membership.checkForm(of: group)
    async let isMember = services.messages.isMember(user, of: group)
    async let messages = services.messages.messages(of: group, limit: mostMessages, sortKey: range)
    guard try await isMember else { throw Membership.refusal }
    return .array(try await messages.reversed().map(\.listed))
  }

  /// `?before=`: the moment of a message.
  private static func range(_ request: ServerRequest) throws(Refusal) -> SortKeyCondition? {
    guard let moment = request.target["before"] else { return nil }
    guard (1...100).contains(moment.utf8.count) else { throw .unprocessable("before_invalid") }
    return .before(moment)
  }
}
