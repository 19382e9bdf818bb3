import Synchronization
import Toolkit

/// What the sources of credentials work with.
struct CredentialContext: Sendable {
  let stage: Stage
  let environment: Environment
  let console: Console
  /// For the requests by which credentials are fetched.
  let transport: any HTTPTransport
  let timeouts: Timeouts
  /// The executor for fetching; nil for the default one.
  var executor: (any TaskExecutor)?
  /// The region that the run is for.
  let region: String
  /// The local endpoints for which there was already a note that `prod` leaves them out.
  var notes = Notes()
  var now: @Sendable () -> Timestamp = Timestamp.now
  var sleep: @Sendable (Duration) async throws -> Void = WallClock.system.sleep
  /// For STS and SSO.
  var retries = RetryPolicy(maximumAttempts: Limits.tableAttempts, base: .milliseconds(50))
  /// For the services of a container and of an instance, which are on the same machine.
  var metadataRetries = RetryPolicy(maximumAttempts: Limits.tableAttempts, base: .seconds(1))
}

extension CredentialContext {
  /// The context of a run.
  init(
    _ context: AWSContext,
    options: AWSOptions,
    transport: any HTTPTransport,
    region: String,
    notes: Notes = Notes()
  ) {
    self.init(
      stage: context.stage,
      environment: context.environment,
      console: context.console,
      transport: transport,
      timeouts: options.timeouts(in: context.stage),
      executor: context.loop,
      region: region,
      notes: notes,
      now: context.clock.now,
      sleep: context.clock.sleep
    )
  }

  /// The notes printed so far, so that each is printed once.
  final class Notes: Sendable {
    private let said: Mutex<Set<String>>

    init(_ said: [String] = []) { self.said = Mutex(Set(said)) }

    /// Whether the note is new.
    func add(_ text: String) -> Bool { said.withLock { $0.insert(text).inserted } }
  }

  /// The endpoint of a service that issues credentials: the configured one, else `otherwise`, else AWS's own
  /// host.
  func endpoint(
    of service: AWSService,
    in region: String,
    profile: Profile,
    otherwise: Endpoint? = nil
  ) throws(ToolError) -> Endpoint {
    let resolver = EndpointResolver(
      service: service,
      stage: stage,
      environment: environment,
      profile: profile
    )
    let found = try resolver.configured(flag: nil)
    let (configured, stripped) = (found.endpoint, found.stripped)
    for source in stripped where notes.add(source) {
      console.note("prod leaves out the local endpoint of \(source)")
    }
    let endpoint = configured ?? otherwise ?? resolver.regional(region)
    guard endpoint.scheme == "https" || endpoint.isLocal else {
      throw ToolError(
        .configuration,
        message: "\(service.name) is configured at \(endpoint): no credentials are fetched over plain http",
        next: .writeServiceWithHTTPS
      )
    }
    return endpoint
  }
}
