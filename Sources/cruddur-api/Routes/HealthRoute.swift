import AWS
import CruddurAWS
import CruddurDatabase
import HTTPServer
import Toolkit

/// `GET /api/health`: whether the stores answer.
enum HealthRoute {
  static func all(_ services: Services) -> [Route] {
    [
      APIRoute.make("GET", "/api/health", services) { _, _ in
        async let dynamoDB = state { try await services.messages.probe() }
        async let postgres = state { try await services.users.probe() }
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
  private static let patience = Limits.serverWork / 2

  private static func state(_ probe: @escaping @Sendable () async throws -> Void) async -> String {
    let probing = Task { try await probe() }
    let timer = Task {
      try await Task.sleep(for: patience)
      probing.cancel()
    }
    defer { timer.cancel() }
    return await withTaskCancellationHandler {
      if case .success = await probing.result { good } else { "no answer" }
    } onCancel: {
      probing.cancel()
    }
  }
}
