import ArgumentParser
import Toolkit

@testable import AWS

extension AWSTarget {
  /// DynamoDB or another service, at the place that the command line and the environment name.
  package static func test(
    service: AWSService = .dynamoDB,
    stage: Stage = .local,
    _ arguments: [String] = [],
    _ variables: [String: String] = [:]
  ) throws -> AWSTarget {
    let options = try AWSOptions.parse(arguments)
    let context = try AWSContext.test(stage: stage, variables)
    return try AWSTarget(
      service,
      options: options,
      profile: Profile(flag: options.profile, environment: context.environment, stage: stage),
      transport: ScriptedTransport([]),
      context: context
    )
  }

  package static func test(
    service: AWSService = .dynamoDB,
    stage: Stage = .local,
    _ variables: [String: String]
  ) throws -> AWSTarget {
    try test(service: service, stage: stage, [], variables)
  }
}

extension AWSClient {
  /// A client of a scripted service. It retries without a pause, unless a policy says otherwise.
  package static func test(
    _ transport: any HTTPTransport,
    service: AWSService = .dynamoDB,
    endpoint: String = "http://localhost:8000",
    stage: Stage = .local,
    retries: RetryPolicy = .immediate(),
    wallClock: WallClock = .system
  ) throws -> AWSClient {
    AWSClient(
      try .test(service: service, stage: stage, ["--endpoint-url", endpoint], TestKeys.variables),
      transport: transport,
      console: .silent,
      timeouts: Timeouts(connect: .seconds(1), read: .seconds(1)),
      retries: retries,
      wallClock: wallClock
    )
  }
}

extension AWSClient {
  /// A client that asks `signer` for its credentials and does not retry.
  package static func test(
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
  package static func immediate(attempts: Int = 3) -> RetryPolicy {
    RetryPolicy(maximumAttempts: attempts, random: { 0 })
  }
}

/// AWS's example keys.
package enum TestKeys {
  package static let id = "AKIDEXAMPLE"
  package static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

  package static let credentials = Credentials(accessKeyID: id, secretAccessKey: secret)
  package static let variables = [
    "AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "us-east-1",
  ]
}
