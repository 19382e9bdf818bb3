import ArgumentParser
import Toolkit

/// The options for the AWS endpoint, region and profile.
package struct AWSOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use this endpoint, whatever else is configured. [AWS_ENDPOINT_URL]",
      valueName: "url"
    )
  )
  package var endpointURL: String?

  @Option(help: "The AWS region. [AWS_REGION]")
  package var region: String?

  @Option(
    help: "The profile of ~/.aws/config and ~/.aws/credentials. [AWS_PROFILE]",
    completion: AWSCompletion.profiles
  )
  package var profile: String?

  @Option(
    help: ArgumentHelp("How long to wait for a connection; 2 locally, 10 in prod.", valueName: "seconds")
  )
  package var connectTimeout: Int?

  @Option(help: ArgumentHelp("How long to wait for the next byte of an answer; 60.", valueName: "seconds"))
  package var readTimeout: Int?

  package init() {}

  package func validate() throws {
    guard (1...3_600).contains(readTimeout ?? 1), (1...3_600).contains(connectTimeout ?? 1) else {
      throw ValidationError("--connect-timeout and --read-timeout must be from 1 to 3600 seconds")
    }
  }

  func timeouts(in stage: Stage) -> Timeouts {
    Timeouts(
      connect: connectTimeout.map { .seconds($0) }
        ?? (stage == .local ? Limits.connectLocal : Limits.connect),
      read: readTimeout.map { .seconds($0) } ?? Limits.read
    )
  }
}
