import HTTPServer
import Toolkit

/// The routes, and what all of them have in common: origins, header fields, the log.
struct API: Sendable {
  private let services: Services
  private let router: Router
  private let log: RequestLog

  init(_ services: Services) {
    self.services = services
    router = Router(
      PageRoutes.all + HealthRoute.all(services) + UserRoutes.all(services) + MessageRoutes.all(services)
        + ChangesRoute.all(services)
        + (services.stage == .local ? LocalSignIn.all(services) : [])
    )
    log = RequestLog(services.console, clock: services.clock)
  }

  func answer(to request: ServerRequest) async -> ServerAnswer {
    let start = ContinuousClock.now
    let preflight = services.origins.preflight(request, methods: router.methods(for: request))
    var answer = if let preflight { preflight } else { await router.answer(to: request) }
    services.origins.mark(&answer, for: request)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if answer.headers["Cache-Control"] == nil { answer.headers["Cache-Control"] = "no-store" }
    log.write(request, answer: answer, duration: ContinuousClock.now - start)
    return answer
  }
}
