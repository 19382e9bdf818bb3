import Toolkit

/// Decides on a service's endpoint: the configured ones in the AWS SDKs' order, as the stage allows them.
///
/// `--endpoint-url` > `AWS_ENDPOINT_URL_<SERVICE>` > `AWS_ENDPOINT_URL` > the profile's `endpoint_url` for
/// the service > the profile's for all > the service's local default (in the local stage) > AWS's own host of
/// the region. `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` drops all but the flag.
struct EndpointResolver {
  let service: AWSService
  let stage: Stage
  let environment: Environment
  let profile: Profile

  /// An endpoint, and where it is configured: an option, a variable, a profile; nil for the default.
  struct Configured {
    var endpoint: Endpoint?
    var source: String?
    /// The sources of local endpoints that `prod` leaves out.
    var stripped: [String] = []
  }

  /// - Returns: No endpoint where only the region's default host is left.
  func configured(flag: String?) throws(ToolError) -> Configured {
    let option = "--endpoint-url"
    if let flag { return Configured(endpoint: try endpoint(flag, source: option), source: option) }
    var stripped: [String] = []
    for (source, url) in candidates() {
      let found = try endpoint(url, source: source)
      guard stage == .prod, found.isLocal else {
        try refusePlainHTTP(found, source: source)
        return Configured(endpoint: found, source: source, stripped: stripped)
      }
      stripped.append("\(source) (\(found))")
    }
    return Configured(endpoint: stage == .local ? service.localEndpoint : nil, stripped: stripped)
  }

  /// Production is not used over plain http unless the command line says so.
  private func refusePlainHTTP(_ endpoint: Endpoint, source: String) throws(ToolError) {
    guard stage == .prod, endpoint.scheme == "http" else { return }
    throw ToolError(
      .configuration,
      message: "\(source) is \(endpoint): prod does not use plain http",
      next: .writeWithHTTPS("\(endpoint)")
    )
  }

  private func candidates() -> [(source: String, url: String)] {
    let ignored = isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", setting: "ignore_configured_endpoint_urls")
    guard !ignored else { return [] }
    let names = [service.variable] + (stage == .local ? [service.localVariable].compactMap(\.self) : [])
    let variables = names.map { "AWS_ENDPOINT_URL_\($0)" } + ["AWS_ENDPOINT_URL"]
    let fromEnvironment = variables.compactMap { name in environment[name].map { (source: name, url: $0) } }
    return fromEnvironment + [profile.endpoint(of: service)].compactMap { $0 }
  }

  private func endpoint(_ text: String, source: String) throws(ToolError) -> Endpoint {
    if let endpoint = Endpoint(text) { return endpoint }
    // A URL with a password, or with a key in its query, must not be shown.
    let shown = text.contains("@") || text.contains("?") ? "" : ": \(text)"
    throw ToolError(
      .configuration,
      message: "Invalid endpoint in \(source)\(shown)",
      next: .writeEndpoint
    )
  }

  /// The endpoint of another service for the same run: the configured one, unless it is invalid, else AWS's
  /// own.
  func endpoint(of other: AWSService, in region: String) -> Endpoint {
    let resolver = EndpointResolver(service: other, stage: stage, environment: environment, profile: profile)
    return (try? resolver.configured(flag: nil))?.endpoint ?? resolver.regional(region)
  }

  /// AWS's own host of a region, with `AWS_USE_FIPS_ENDPOINT` and `AWS_USE_DUALSTACK_ENDPOINT` as the SDKs
  /// have them.
  func regional(_ region: String) -> Endpoint {
    let isFIPS = isOn("AWS_USE_FIPS_ENDPOINT", setting: "use_fips_endpoint")
    let isDualStack =
      isOn("AWS_USE_DUALSTACK_ENDPOINT", setting: "use_dualstack_endpoint")
      && !isDualStackAnyway(region, isFIPS: isFIPS)
    let partition = Partition.of(region: region)
    if service.id == AWSService.signin.id, !isFIPS, !isDualStack, let host = partition.consoleHost {
      return Endpoint(https: "\(region).signin.\(host)")
    }
    let name = service.hostLabel ?? service.id
    let isPlainInGovCloud = Self.plainInGovCloud.contains(name) && region.hasPrefix("us-gov-")
    let label = isFIPS && !(isPlainInGovCloud && !isDualStack) ? "\(name)-fips" : name
    return Endpoint(https: "\(label).\(region).\(isDualStack ? partition.dualStackSuffix : partition.suffix)")
  }

  /// Services whose only hosts there are FIPS endpoints.
  private static let plainInGovCloud: Set<String> = ["dynamodb", "sts", "portal.sso", "oidc"]

  private func isOn(_ variable: String, setting: String) -> Bool {
    environment.isTrue(variable) || profile[setting]?.lowercased() == "true"
  }

  /// In AWS's main partition Cognito's standard hosts are dual-stack, and so are its FIPS hosts in the USA.
  /// There are no separate dual-stack hosts.
  private func isDualStackAnyway(_ region: String, isFIPS: Bool) -> Bool {
    guard service.id == "cognito-idp", Partition.of(region: region).isMain else { return false }
    return !isFIPS || ["us-east-1", "us-east-2", "us-west-1", "us-west-2"].contains(region)
  }
}
