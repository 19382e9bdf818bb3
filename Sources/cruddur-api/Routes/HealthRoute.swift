import AWS
import CruddurAWS
import CruddurDatabase
import HTTPServer
import Toolkit

/// `GET /api/health`: whether the stores answer.
enum HealthRoute {
  static func all(_ services: Services) -> [Route] {
    [
      APIRoute.make("GET", path: "/api/health", services: services) { _, _ in
        async let dynamoDB = state(services) { try await services.messages.probe() }
        async let postgres = state(services) { try await services.users.probe() }
        let states = await (dynamoDB: dynamoDB, postgres: postgres)
        var answer = ServerAnswer([
          "dynamodb": .string(states.dynamoDB), "postgresql": .string(states.postgres),
        ])
        if states != (good, good) {
          answer.status = 503
          answer.headers["Retry-After"] = "2"
        }
        return answer
      }
    ]
  }

  private static let good = "ok"

  private static func state(
    _ services: Services,
    probe: @escaping @Sendable () async throws -> Void
  ) async -> String {
    let result = await services.result(within: Limits.storeAnswer, of: probe)
    return if case .success = result { good } else { "no answer" }
  }
}
