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

  @Option(help: ArgumentHelp("The AWS region. [AWS_REGION]", valueName: "name"))
  package var region: String?

  @Option(
    help: ArgumentHelp(
      "The profile of ~/.aws/config and ~/.aws/credentials. [AWS_PROFILE]",
      valueName: "name"
    ),
    completion: AWSCompletion.profiles
  )
  package var profile: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to wait for a connection; 2 locally, 10 in prod.", valueName: "seconds"),
    transform: WholeNumber.within(1...3_600)
  )
  package var connectTimeout: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to wait for the next byte of an answer; 60.", valueName: "seconds"),
    transform: WholeNumber.within(1...3_600)
  )
  package var readTimeout: Int?

  package init() {}

  func timeouts(in stage: Stage) -> Timeouts {
    Timeouts(
      connect: connectTimeout.map { .seconds($0) }
        ?? (stage == .local ? Limits.connectLocal : Limits.connect),
      read: readTimeout.map { .seconds($0) } ?? Limits.read
    )
  }
}
