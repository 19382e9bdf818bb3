import Toolkit

extension AWSClient {
  /// The client of a run: the target that options, environment and profile name, over libcurl.
  ///
  /// - Parameter attempts: How often a request is sent at most; `AWS_MAX_ATTEMPTS` and the profile's
  ///   `max_attempts` override it.
  package static func live(
    _ service: AWSService,
    options: AWSOptions,
    context: AWSContext,
    attempts: Int
  ) async throws -> AWSClient {
    let profile = try Profile(
      flag: options.profile,
      environment: context.environment,
      stage: context.stage
    )
    for warning in profile.warnings { context.console.warn(warning) }
    let record = RetryRecord(context.console)
    let transport = transport(profile, record: record, in: context)
    let target = try AWSTarget(
      service,
      options: options,
      profile: profile,
      transport: transport,
      context: context,
      defaultRegion: try await instanceRegion(
        options,
        profile: profile,
        transport: transport,
        context: context
      )
    )
    context.console.trace("using \(target.summary)")
    return AWSClient(
      target,
      transport: transport,
      console: context.console,
      timeouts: options.timeouts(in: context.stage),
      retries: try retryPolicy(attempts, profile: profile, context: context),
      executor: context.loop,
      record: record,
      wallClock: context.clock
    )
  }

  private static func transport(
    _ profile: Profile,
    record: RetryRecord,
    in context: AWSContext
  ) -> any HTTPTransport {
    let configuration = CurlConfiguration(
      authoritiesFile: authoritiesFile(context.environment, profile: profile),
      proxies: Proxies(context.environment)
    )
    return context.network.transport(configuration, context.loop) {
      record.note(waitingText($0, wait: $1), after: $1.duration)
    }
  }

  /// `Scan: no answer from http://localhost:8000 for 5 s; the wait ends after 120 s (2 attempts of
  /// --read-timeout 60)`
  static func waitingText(_ request: HTTPRequest, wait: Wait) -> String {
    let operation = request.headers["X-Amz-Target"]?.split(separator: ".").last ?? "request"
    let (what, option) =
      wait.isConnected ? ("answer from", "--read-timeout") : ("connection to", "--connect-timeout")
    let limit = wait.limit.components.seconds
    let attempts = wait.attempts == 1 ? "" : "\(wait.attempts) attempts of "
    return "\(operation): no \(what) \(request.endpoint.origin) for \(wait.duration.components.seconds) s; "
      + "the wait ends after \((wait.limit * wait.attempts).components.seconds) s (\(attempts)\(option) \(limit))"
  }

  /// The region of the EC2 instance that the tool runs on. It is asked for only in production, and only where
  /// no region is configured.
  private static func instanceRegion(
    _ options: AWSOptions,
    profile: Profile,
    transport: any HTTPTransport,
    context: AWSContext
  ) async throws -> String? {
    let environment = context.environment
    let configured = try Region.resolve(flag: options.region, environment: environment, profile: profile)
    guard context.stage == .prod, configured == nil else { return nil }
    let credentialContext = CredentialContext(context, options: options, transport: transport, region: "")
    guard let metadata = try InstanceMetadata(profile, in: credentialContext) else { return nil }
    do {
      return try Region.checked(await metadata.region(), source: "the region of the EC2 instance")
    } catch let absence as MetadataAbsence {
      throw absence.explaining(AWSTarget.noRegion)
    }
  }

  /// Retries for 5 s while a server is starting up, and for 120 s while a table throttles; neither where the
  /// number of attempts is configured. `--wait-for-server` takes the place of the 5 s in any case.
  private static func retryPolicy(
    _ attempts: Int,
    profile: Profile,
    context: AWSContext
  ) throws(ToolError) -> RetryPolicy {
    let configured = try maximumAttempts(context.environment, profile: profile)
    let shortest = configured == nil ? Limits.absentServer : .zero
    return RetryPolicy(
      maximumAttempts: configured ?? attempts,
      minimumTime: context.base.serverWait ?? shortest,
      throttlePatience: configured == nil ? Limits.throttlePatience : .zero
    )
  }

  private static func maximumAttempts(
    _ environment: Environment,
    profile: Profile
  ) throws(ToolError) -> Int? {
    let variable = environment["AWS_MAX_ATTEMPTS"]
    guard let text = variable ?? profile["max_attempts"] else { return nil }
    guard let count = Int(text), (1...1_000).contains(count) else {
      let source = variable == nil ? "max_attempts of profile \(profile.name.onOneLine)" : "AWS_MAX_ATTEMPTS"
      throw ToolError(
        .configuration,
        message: "\(source) is \"\(text.onOneLine(atMost: 100))\": it must be a number from 1 to 1000"
      )
    }
    return count
  }

  /// `AWS_CA_BUNDLE`, the profile's `ca_bundle`, then the variables of other tools; nil, for libcurl's
  /// default, where none is set.
  private static func authoritiesFile(_ environment: Environment, profile: Profile) -> String? {
    environment["AWS_CA_BUNDLE"] ?? profile["ca_bundle"]
      ?? environment.first(of: ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])?.value
  }
}
