import Synchronization
import Toolkit

/// The world that the sources of credentials work in.
struct CredentialContext: Sendable {
  let stage: Stage
  let environment: Environment
  let console: Console
  /// For the requests by which credentials are fetched.
  let transport: any HTTPTransport
  let timeouts: Timeouts
  /// Where to fetch; nil for anywhere.
  var executor: (any TaskExecutor)?
  /// The region that the run is for.
  let region: String
  /// The local endpoints that the user knows `prod` to leave out.
  var notes = Notes()
  var now: @Sendable () -> Timestamp = Timestamp.now
  var sleep: @Sendable (Duration) async throws -> Void = WallClock.system.sleep
  /// For STS and SSO.
  var retries = RetryPolicy(maximumAttempts: Limits.tableAttempts, base: .milliseconds(50))
  /// For a container's and an instance's service: they are near.
  var metadataRetries = RetryPolicy(maximumAttempts: Limits.tableAttempts, base: .seconds(1))
}

extension CredentialContext {
  /// That of a run.
  init(
    _ context: AWSContext,
    _ options: AWSOptions,
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

  /// What has been said, so that it is said once.
  final class Notes: Sendable {
    private let said: Mutex<Set<String>>

    init(_ said: [String] = []) { self.said = Mutex(Set(said)) }

    /// Whether it is the first time.
    func add(_ text: String) -> Bool { said.withLock { $0.insert(text).inserted } }
  }

  /// Where a service that gives credentials is reached: as configured, else at `otherwise`, else at AWS's own host.
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
        "\(service.name) is configured at \(endpoint): no credentials are fetched over plain http",
        next: .writeServiceWithHTTPS
      )
    }
    return endpoint
  }
}
