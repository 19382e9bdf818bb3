import Toolkit

/// The endpoint, region and credentials of the requests to one service.
package struct AWSTarget: Sendable {
  package let service: AWSService
  package let stage: Stage
  package let endpoint: Endpoint
  /// Where the endpoint is configured: an option, a variable, a profile; nil where it is the default.
  var endpointSource: String?
  package let region: String
  package let profile: Profile
  /// STS's, for `identityCommand`; nil for the one that the AWS CLI chooses.
  var identityEndpoint: Endpoint?
  /// Nil where requests are not signed.
  package let credentials: (any CredentialProvider)?
}

extension AWSTarget {
  /// - Parameters:
  ///   - transport: The transport for fetching credentials.
  ///   - defaultRegion: The region where none is configured.
  /// - Throws: `ToolError` for an invalid configuration, a missing region or missing credentials.
  package init(
    _ service: AWSService,
    options: AWSOptions,
    profile: Profile,
    transport: any HTTPTransport,
    context: AWSContext,
    defaultRegion: String? = nil
  ) throws(ToolError) {
    self.service = service
    self.profile = profile
    stage = context.stage
    let resolver = EndpointResolver(
      service: service,
      stage: context.stage,
      environment: context.environment,
      profile: profile
    )
    let found = try resolver.configured(flag: options.endpointURL)
    try Self.check(found, service: service, options: options, context: context)
    endpointSource = found.source
    // The local stage needs neither credentials nor a region, wherever the local server runs.
    let isLocal = context.stage == .local && found.endpoint?.isAWS == false
    region = try Self.region(
      options,
      profile: profile,
      context: context,
      otherwise: defaultRegion,
      isLocal: isLocal
    )
    endpoint = found.endpoint ?? resolver.regional(region)
    identityEndpoint = resolver.endpoint(of: .sts, in: region)
    let credentialContext = CredentialContext(
      context,
      options: options,
      transport: transport,
      region: region,
      notes: .init(found.stripped)
    )
    credentials = try Self.provider(profile, in: credentialContext, isLocal: isLocal)
  }

  /// - Returns: Nil where requests are not signed.
  private static func provider(
    _ profile: Profile,
    in context: CredentialContext,
    isLocal: Bool
  ) throws(ToolError) -> (any CredentialProvider)? {
    let chain = CredentialChain(profile: profile, context: context)
    if isLocal { return try chain.localProvider() }
    if let absence = profile.absence { throw absence }
    if let unused = chain.unusedProfile { context.console.warn(unused) }
    return try chain.provider()
  }

  /// Prints which endpoints the stage leaves out, and which one that is not AWS's it uses. Refuses AWS's
  /// endpoint in a local run of a service that has a local server.
  private static func check(
    _ found: EndpointResolver.Configured,
    service: AWSService,
    options: AWSOptions,
    context: AWSContext
  ) throws(ToolError) {
    for source in found.stripped { context.console.note("prod leaves out the local endpoint of \(source)") }
    guard let endpoint = found.endpoint else { return }
    switch context.stage {
    case .prod:
      if let source = found.source, options.endpointURL == nil, !endpoint.isAWS {
        context.console.note("prod uses \(endpoint), which is not AWS's; it comes from \(source)")
      }
    case .local:
      if service.localEndpoint != nil, endpoint.isAWS { throw needsProd(service, at: endpoint) }
    }
  }

  /// - Parameter standard: The region where none is configured; nil for the default one of a local server.
  private static func region(
    _ options: AWSOptions,
    profile: Profile,
    context: AWSContext,
    otherwise standard: String?,
    isLocal: Bool
  ) throws(ToolError) -> String {
    let configured = try Region.resolve(
      flag: options.region,
      environment: context.environment,
      profile: profile
    )
    guard let region = configured ?? standard ?? (isLocal ? localRegion : nil) else { throw noRegion }
    return region
  }

  private static let localRegion = "us-east-1"

  static let noRegion = ToolError(
    .configuration,
    message: #"You must specify a region. You can also configure your region by running "aws configure"."#,
    next: .nameRegion
  )

  private static func needsProd(_ service: AWSService, at endpoint: Endpoint) -> ToolError {
    ToolError(
      .configuration,
      message: "\(endpoint) is the real \(service.name), and this run is local",
      next: .addProd
    )
  }

  /// Fetches the credentials, for a tool that asks for a confirmation before its first request: without
  /// credentials there is nothing to confirm.
  ///
  /// A dry run sends nothing, and needs none.
  ///
  /// - Throws: `ToolError`, or `CancellationError`.
  package func checkCredentials(in context: AWSContext) async throws {
    if context.console.isDryRun { return }
    _ = try await credentials?.credentials()
  }

  /// A command of the AWS CLI for the same service at the same place, to type in a shell.
  ///
  /// The endpoint is always named: in prod the environment may have a local one. The CLI refuses to run
  /// without keys: where the run uses the local stage's placeholder keys, the command sets them, and names no
  /// profile, whose keys the CLI would use in their place.
  ///
  /// - Parameter operation: As the CLI writes it: `describe-table`.
  package func cliCommand(_ operation: String, arguments: [String] = []) -> String {
    cliCommand([service.id, operation], at: endpoint, arguments: arguments)
  }

  /// The command of the AWS CLI that says who signs this run's requests.
  var identityCommand: String { cliCommand(["sts", "get-caller-identity"], at: identityEndpoint) }

  private func cliCommand(_ words: [String], at endpoint: Endpoint?, arguments: [String] = []) -> String {
    let hasPlaceholders = (credentials as? StaticCredentials) == CredentialChain.localPlaceholder
    let profile = profile.isFromFlag && !hasPlaceholders ? ["--profile", profile.name] : []
    let place = (endpoint.map { ["--endpoint-url", "\($0)"] } ?? []) + ["--region", region] + profile
    let words = (["aws"] + words + place + arguments).map(CommandLineText.quoted)
    return (hasPlaceholders ? Self.placeholderKeys : "") + words.joined(separator: " ")
  }

  /// Suggests the command that shows a table's status.
  package func seeStatus(of table: TableName) -> NextStep {
    .seeStatus(by: cliCommand("describe-table", arguments: ["--table-name", table.description]))
  }

  private static let placeholderKeys = "AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local "

  /// One line for messages: `DynamoDB at http://localhost:8000 (us-east-1, profile default), credentials from
  /// the environment`.
  package var summary: String {
    let signer = credentials.map { "credentials from \($0.name)" } ?? "no credentials"
    return "\(service.name) at \(endpoint) (\(region), profile \(profile.name)), \(signer)".onOneLine
  }
}

// MARK: - What errors suggest

extension AWSTarget {
  /// Whether it is a name without a dot, as docker compose gives its services.
  var endpointIsContainerName: Bool {
    endpoint.isLocal && !endpoint.isLoopback && !endpoint.host.contains(".") && !endpoint.host.contains(":")
  }

  var mayBeDynamoDBLocal: Bool { stage == .local && endpoint.isLocal }

  /// Whether a setting that is meant for DynamoDB sends Cognito's requests to a local server too.
  var misdirectsCognito: Bool {
    guard service.id == AWSService.cognito.id, endpoint.isLocal, let endpointSource else { return false }
    return endpointSource == "AWS_ENDPOINT_URL"
      || endpointSource == "endpoint_url of profile \(profile.name.onOneLine)"
  }
}
