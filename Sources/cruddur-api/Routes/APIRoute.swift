import AWS
import HTTPServer
import Toolkit

/// A route of the API: refusals and errors of the stores become answers, and it ends in time.
enum APIRoute {
  typealias Work = @Sendable (ServerRequest, PathValues) async throws -> ServerAnswer

  /// - Parameter limit: After this time the answer is a 503.
  static func make(
    _ method: String,
    path: String,
    services: Services,
    within limit: Duration = Limits.serverWork,
    work: @escaping Work
  ) -> Route {
    Route(method, path: path) { request, values in
      let result = await services.result(within: limit) { try await work(request, values) }
      return answer(result, console: services.console)
    }
  }

  private static func answer(_ result: Result<ServerAnswer, any Error>, console: Console) -> ServerAnswer {
    do {
      return try result.get()
    } catch let refusal as Refusal {
      return refusal.answer
    } catch let error as ToolError {
      console.say((["error": .string(error.message.onOneLine)] as JSONValue).text(.compact))
    } catch {
      console.say((["error": "the answer took too long"] as JSONValue).text(.compact))
    }
    return .unavailable
  }
}
