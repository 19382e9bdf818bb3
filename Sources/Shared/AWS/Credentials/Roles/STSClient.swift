import Toolkit

/// STS, for the operations that return credentials.
struct STSClient {
  private let aws: AWSClient

  /// - Parameter signer: Nil for operations that are not signed.
  init(
    signer: (any CredentialProvider)?,
    profile: Profile,
    in context: CredentialContext
  ) throws(ToolError) {
    let isGlobal = Self.usesGlobalHost(profile, context: context)
    let region = isGlobal ? "us-east-1" : context.region
    let target = AWSTarget(
      service: .sts,
      stage: context.stage,
      endpoint: try context.endpoint(
        of: .sts,
        in: region,
        profile: profile,
        otherwise: isGlobal ? Endpoint(https: "sts.amazonaws.com") : nil
      ),
      region: region,
      profile: profile,
      credentials: signer
    )
    aws = AWSClient(
      target,
      transport: context.transport,
      console: context.console,
      timeouts: context.timeouts,
      retries: context.retries,
      executor: context.executor
    )
  }

  /// - Parameter secret: A part of the parameters that no message may show.
  /// - Returns: An object with `AccessKeyId`, `SecretAccessKey`, `SessionToken` and `Expiration`, as far as
  ///   they are there.
  func call(
    _ operation: String,
    parameters: [(name: String, value: String)],
    secret: String? = nil
  ) async throws -> JSONValue {
    let fields = [("Action", operation), ("Version", "2011-06-15")] + parameters
    let form = fields.map { "\($0.0)=\($0.1.percentEncoded())" }.joined(separator: "&")
    let answer = XMLText(try await aws.call(operation, body: Array(form.utf8), secret: secret).body)
    var credentials: JSONObject = [:]
    for name in ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"] {
      credentials[name] = answer[name].map { .string($0) }
    }
    return .object(credentials)
  }

  /// The global host, the default before 2022; only AWS's main partition has it.
  private static func usesGlobalHost(_ profile: Profile, context: CredentialContext) -> Bool {
    let setting = context.environment["AWS_STS_REGIONAL_ENDPOINTS"] ?? profile["sts_regional_endpoints"]
    return setting?.lowercased() == "legacy" && Partition.of(region: context.region).isMain
  }
}
