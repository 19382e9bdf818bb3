import Toolkit

/// Where requests to one service go, for which region, and signed by whom.
package struct AWSTarget: Sendable {
  package let service: AWSService
  package let stage: Stage
  package let endpoint: Endpoint
  package let region: String
  package let profile: Profile
  /// Nil where requests go unsigned.
  package let credentials: (any CredentialProvider)?
}

extension AWSTarget {
  /// - Parameters:
  ///   - transport: By which credentials are fetched.
  ///   - defaultRegion: What to take where no region is configured.
  /// - Throws: `ToolError` for configuration that makes no sense, a missing region or missing credentials.
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
    let (configured, stripped) = try resolver.configured(flag: options.endpointURL)
    for source in stripped { context.console.note("prod leaves out the local endpoint of \(source)") }
    if context.stage == .local, service.localEndpoint != nil, let configured, configured.isAWS {
      throw Self.needsProd(service, configured)
    }
    // The local stage needs neither credentials nor a region, wherever its stand-in for AWS runs.
    let isLocal = context.stage == .local && configured?.isAWS == false
    let found = try Region.resolve(flag: options.region, environment: context.environment, profile: profile)
    guard let region = found ?? defaultRegion ?? (isLocal ? Self.localRegion : nil) else {
      throw Self.noRegion
    }
    self.region = region
    endpoint = configured ?? resolver.regional(region)
    let chain = CredentialChain(
      profile: profile,
      context: CredentialContext(
        context,
        options,
        transport: transport,
        region: region,
        notes: .init(stripped)
      )
    )
    if !isLocal {
      if let absence = profile.absence { throw absence }
      if let unused = chain.unusedProfile { context.console.warn(unused) }
    }
    credentials = isLocal ? try chain.localProvider() : try chain.provider()
  }

  private static let localRegion = "us-east-1"

  static let noRegion = ToolError(
    .configuration,
    #"You must specify a region. You can also configure your region by running "aws configure"."#,
    next: .nameRegion
  )

  private static func needsProd(_ service: AWSService, _ endpoint: Endpoint) -> ToolError {
    ToolError(
      .configuration,
      "\(endpoint) is the real \(service.name), and this run is local",
      next: .sayProd
    )
  }

  /// One line for people: `DynamoDB at http://localhost:8000 (us-east-1, profile default), credentials from the environment`.
  package var summary: String {
    "\(service.name) at \(endpoint) (\(region), profile \(profile.name)), credentials from \(credentials?.name ?? "nobody")"
  }
}
