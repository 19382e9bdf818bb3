import ArgumentParser
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct AWSTargetTests {
  private static let noKeys = ["AWS_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true"]

  @Test func `a local run needs neither region nor keys`() async throws {
    let target = try AWSTarget.test()
    #expect(target.endpoint.description == "http://localhost:8000")
    #expect(target.region == "us-east-1")
    #expect(try await target.credentials?.credentials().accessKeyID == "local")
  }

  @Test func `a local run uses a configured region and keys`() async throws {
    let target = try AWSTarget.test(TestKeys.variables.merging(["AWS_REGION": "eu-west-1"]) { $1 })
    #expect(target.region == "eu-west-1")
    #expect(try await target.credentials?.credentials() == TestKeys.credentials)
  }

  @Test func `prod goes to the region's own host`() throws {
    let target = try AWSTarget.test(stage: .prod, TestKeys.variables)
    #expect(target.endpoint.description == "https://dynamodb.us-east-1.amazonaws.com")
    #expect(
      target.summary == "DynamoDB at https://dynamodb.us-east-1.amazonaws.com (us-east-1, profile default), "
        + "credentials from the environment"
    )
  }

  @Test func `prod without a region or without keys is refused`() throws {
    let keys = TestKeys.variables.filter { $0.key != "AWS_REGION" }
    let region = try toolError { _ = try AWSTarget.test(stage: .prod, keys) }
    #expect(region.code == .configuration)
    #expect(region.message.hasPrefix("You must specify a region."))
    let credentials = try toolError { _ = try AWSTarget.test(stage: .prod, Self.noKeys) }
    #expect(credentials.code == .credentials)
  }

  @Test func `the line with the target names the source of the keys`() throws {
    #expect(try AWSTarget.test().summary.hasSuffix(", credentials from the local stage's placeholder keys"))
    let named = try AWSTarget.test(TestKeys.variables.merging(["AWS_PROFILE": "ghost"]) { $1 })
    #expect(
      named.summary.hasSuffix(
        "profile ghost), credentials from the environment (not those of AWS_PROFILE=ghost)"
      )
    )
  }

  @Test func `a missing profile is an error where the target is AWS`() throws {
    let variables = TestKeys.variables.merging(["AWS_PROFILE": "ghost"]) { $1 }
    let options = try AWSOptions.parse([])
    let context = try AWSContext.test(stage: .local, variables)
    let profile = try Profile(flag: nil, environment: context.environment, stage: .local)
    let error = try toolError {
      _ = try AWSTarget(
        .cognito,
        options: options,
        profile: profile,
        transport: ScriptedTransport([]),
        context: context
      )
    }
    #expect(error.message == "The config profile (ghost) could not be found")
  }

  @Test(arguments: [
    "https://dynamodb.us-east-1.amazonaws.com", "http://dynamodb.cn-north-1.amazonaws.com.cn",
  ])
  func `a local run refuses to work on AWS's DynamoDB`(url: String) throws {
    for (arguments, variables) in [(["--endpoint-url", url], [:]), ([], ["AWS_ENDPOINT_URL": url])] {
      let error = try toolError {
        _ = try AWSTarget.test(arguments, TestKeys.variables.merging(variables) { $1 })
      }
      #expect(error.code == .configuration)
      #expect(error.message.contains("is the real DynamoDB"))
      #expect(error.hint == "To work on production add the argument prod")
    }
  }

  @Test func `a local run works on the real Cognito unless an endpoint is configured`() throws {
    let real = try AWSTarget.test(service: .cognito, TestKeys.variables)
    #expect(real.endpoint.description == "https://cognito-idp.us-east-1.amazonaws.com")
    let local = try AWSTarget.test(service: .cognito, ["AWS_ENDPOINT_URL": "http://localhost:5000"])
    #expect(local.endpoint.description == "http://localhost:5000")
    #expect(throws: ToolError.self) { try AWSTarget.test(service: .cognito, Self.noKeys) }
  }

  @Test func `a local run needs no keys and no region, wherever the local server runs`() throws {
    let target = try AWSTarget.test(["--endpoint-url", "http://dynamodb.example.com"], [:])
    #expect(target.region == "us-east-1")
  }

  @Test(
    arguments: [
      (
        Stage.local, [], [:],
        "AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws dynamodb describe-table "
          + "--endpoint-url http://localhost:8000 --region us-east-1 --table-name t"
      ),
      (
        .local, ["--endpoint-url", "http://localhost:9", "--region", "eu-west-1"], TestKeys.variables,
        "aws dynamodb describe-table --endpoint-url http://localhost:9 --region eu-west-1 --table-name t"
      ),
      (
        .prod, [], TestKeys.variables.merging(["AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:8000"]) { $1 },
        "aws dynamodb describe-table --endpoint-url https://dynamodb.us-east-1.amazonaws.com "
          + "--region us-east-1 --table-name t"
      ),
    ] as [(Stage, [String], [String: String], String)]
  )
  func `a command of the AWS CLI acts on the same place, and locally has keys`(
    stage: Stage,
    arguments: [String],
    variables: [String: String],
    command: String
  ) throws {
    let step = try AWSTarget.test(stage: stage, arguments, variables).seeStatus(of: "t")
    #expect(step.commands == [.shell(command)])
  }

  @Test(
    arguments: [
      (
        Stage.local, ["--endpoint-url", "http://localhost:9"], TestKeys.variables,
        "--endpoint-url https://sts.us-east-1.amazonaws.com --region us-east-1"
      ),
      (
        .prod, ["--region", "eu-west-1"],
        TestKeys.variables.merging(["AWS_ENDPOINT_URL": "http://localhost:8000"]) { $1 },
        "--endpoint-url https://sts.eu-west-1.amazonaws.com --region eu-west-1"
      ),
      (
        .local, [], TestKeys.variables.merging(["AWS_ENDPOINT_URL_STS": "http://localhost:7"]) { $1 },
        "--endpoint-url http://localhost:7 --region us-east-1"
      ),
      (
        .local, [], TestKeys.variables.merging(["AWS_ENDPOINT_URL_STS": "nonsense"]) { $1 },
        "--endpoint-url https://sts.us-east-1.amazonaws.com --region us-east-1"
      ),
    ] as [(Stage, [String], [String: String], String)]
  )
  func `the command that says who signs asks the run's STS, not a local server in prod`(
    stage: Stage,
    arguments: [String],
    variables: [String: String],
    place: String
  ) throws {
    let command = try AWSTarget.test(stage: stage, arguments, variables).identityCommand
    #expect(command == "aws sts get-caller-identity \(place)")
  }

  @Test func `timeouts come from the options, the default for connecting from the stage`() throws {
    let given = try AWSOptions.parse(["--connect-timeout", "7", "--read-timeout", "9"])
    #expect(given.timeouts(in: .prod) == Timeouts(connect: .seconds(7), read: .seconds(9)))
    let none = try AWSOptions.parse([])
    #expect(none.timeouts(in: .local) == Timeouts(connect: .seconds(2), read: .seconds(60)))
    #expect(none.timeouts(in: .prod) == Timeouts(connect: .seconds(10), read: .seconds(60)))
  }

  @Test(arguments: ["0", "-1", "3601", "1.5", "x"])
  func `invalid timeouts are refused`(value: String) {
    #expect(throws: (any Error).self) { try AWSOptions.parse(["--read-timeout=\(value)"]) }
    #expect(throws: (any Error).self) { try AWSOptions.parse(["--connect-timeout=\(value)"]) }
  }
}
