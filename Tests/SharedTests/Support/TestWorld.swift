import ArgumentParser

@testable import Shared

extension Console {
  /// Says nothing that is not a warning.
  static let silent = Console(quiet: true, verbose: false, environment: Environment([:]))
}

extension Context {
  /// A world that holds nothing but the given variables: no home directory, so no configuration files.
  static func test(stage: Stage = .local, _ variables: [String: String] = [:]) throws -> Context {
    Context(stage: stage, environment: Environment(variables), console: .silent, loop: try EventLoop())
  }
}

extension AWSTarget {
  /// DynamoDB, or another service, as the command line and the environment point at it.
  static func test(
    service: AWSService = .dynamoDB,
    stage: Stage = .local,
    _ arguments: [String] = [],
    _ variables: [String: String] = [:]
  ) throws -> AWSTarget {
    let options = try AWSOptions.parse(arguments)
    let context = try Context.test(stage: stage, variables)
    return try AWSTarget(
      service,
      options: options,
      profile: Profile(flag: options.profile, environment: context.environment, stage: stage),
      transport: ScriptedTransport([]),
      context: context
    )
  }

  static func test(
    service: AWSService = .dynamoDB,
    stage: Stage = .local,
    _ variables: [String: String]
  ) throws -> AWSTarget {
    try test(service: service, stage: stage, [], variables)
  }
}

extension AWSClient {
  /// A client of a scripted service. It pauses for no time at all, unless a policy says otherwise.
  static func test(
    _ transport: any HTTPTransport,
    service: AWSService = .dynamoDB,
    endpoint: String = "http://localhost:8000",
    stage: Stage = .local,
    retries: RetryPolicy = .immediate()
  ) throws -> AWSClient {
    AWSClient(
      try .test(service: service, stage: stage, ["--endpoint-url", endpoint], TestKeys.variables),
      transport: transport,
      console: .silent,
      timeouts: Timeouts(connect: .seconds(1), read: .seconds(1)),
      retries: retries
    )
  }
}

extension AWSClient {
  /// A client that asks `signer` for its credentials, and does not try again.
  static func test(
    _ transport: any HTTPTransport,
    signer: any CredentialProvider
  ) throws -> AWSClient {
    let target = try AWSTarget.test(TestKeys.variables)
    return AWSClient(
      AWSTarget(
        service: target.service,
        stage: target.stage,
        endpoint: target.endpoint,
        region: target.region,
        profile: target.profile,
        credentials: signer
      ),
      transport: transport,
      console: .silent,
      timeouts: Timeouts(connect: .seconds(1), read: .seconds(1)),
      retries: .none
    )
  }
}

extension RetryPolicy {
  /// Retries at once.
  static func immediate(attempts: Int = 3) -> RetryPolicy {
    RetryPolicy(maximumAttempts: attempts, random: { 0 })
  }
}

/// AWS's example keys.
enum TestKeys {
  static let id = "AKIDEXAMPLE"
  static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

  static let credentials = Credentials(accessKeyID: id, secretAccessKey: secret)
  static let variables = [
    "AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "us-east-1",
  ]
}

extension [UInt8] {
  init(_ text: String) { self = Array(text.utf8) }

  /// The bytes as text, for comparisons that tell what differs.
  var text: String { String(decoding: self, as: UTF8.self) }
}
