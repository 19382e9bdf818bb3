import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Which source the chain chooses, and what it refuses, without sending or running anything.
@Suite struct SourceOrderTests {
  private static let keys = "aws_access_key_id = FILEID\naws_secret_access_key = filesecret\n"
  private static let sso =
    "sso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = r\n"
  private static let role = "role_arn = arn:aws:iam::1:role/r\n"
  private static let web = "web_identity_token_file = /token\n"
  private static let login = "login_session = s\n"
  private static let process = "credential_process = p\n"
  private static let container = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/c"]

  private func name(
    config: String? = nil,
    credentials: String? = nil,
    flag: String? = nil,
    _ variables: [String: String] = [:]
  ) throws -> String {
    let files = try AWSFiles(config: config, credentials: credentials)
    return try CredentialChain(
      profile: files.profile(flag, variables),
      context: .test(environment: files.environment(variables))
    ).provider().name
  }

  @Test func `the sources have botocore's order`() throws {
    let keys = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"]
    let web = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:web"].merging(Self.container) {
      $1
    }
    let all =
      "[default]\n\(Self.keys)source_profile = default\n\(Self.role)\(Self.sso)\(Self.login)\(Self.process)"
    let noRole = "[default]\n\(Self.keys)\(Self.sso)\(Self.login)\(Self.process)"
    let noSSO = "[default]\n\(Self.keys)\(Self.login)\(Self.process)"
    let file = "[default]\n\(Self.keys)"
    #expect(try name(config: all, web.merging(keys) { $1 }) == "the environment")
    #expect(try name(config: all, web) == "role arn:aws:iam::1:role/r (profile default)")
    #expect(try name(config: noRole, web) == "role arn:web (web identity)")
    #expect(try name(config: noRole, credentials: file, Self.container) == "SSO (profile default)")
    #expect(
      try name(config: noSSO, credentials: file, Self.container)
        == "the keys of profile default in the credentials file"
    )
    #expect(try name(config: noSSO, Self.container) == "aws login (profile default)")
    #expect(
      try name(config: "[default]\n\(Self.keys)\(Self.process)", Self.container)
        == "credential_process of profile default"
    )
    #expect(try name(config: file, Self.container) == "the keys of profile default in the config file")
    #expect(try name(Self.container) == "the container (AWS_CONTAINER_CREDENTIALS_FULL_URI)")
    #expect(try name() == "the EC2 instance")
  }

  @Test func `a profile given by --profile takes precedence over the environment's keys and token file`()
    throws
  {
    let variables = [
      "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_WEB_IDENTITY_TOKEN_FILE": "/t",
      "AWS_ROLE_ARN": "arn:web",
    ]
    #expect(
      try name(config: "[profile a]\n\(Self.process)", flag: "a", variables)
        == "credential_process of profile a"
    )
  }

  @Test func `a role of a profile with a token file is a web identity, its parts from the environment first`()
    throws
  {
    let config = "[default]\n\(Self.role)\(Self.web)source_profile = default\n"
    #expect(try name(config: config) == "role arn:aws:iam::1:role/r (web identity)")
    #expect(try name(config: config, ["AWS_ROLE_ARN": "arn:env"]) == "role arn:env (web identity)")
  }

  @Test(arguments: [
    (role, "no source_profile and no credential_source"),
    (
      "\(role)source_profile = b\ncredential_source = Environment\n",
      "both source_profile and credential_source"
    ),
    ("\(role)source_profile = nobody\n", "source_profile nobody, which does not exist"),
    ("\(role)source_profile = a\n", "part of a cycle: a -> a"),
    ("\(role)source_profile = loop\n", "part of a cycle: a -> loop -> loop2 -> loop"),
    ("\(role)source_profile = empty\n", "source_profile empty, which has no credentials"),
    ("\(role)source_profile = half\n", "missing: aws_secret_access_key"),
    ("\(role)credential_source = Environment\n", "credential_source Environment, which has no credentials"),
    ("\(role)credential_source = EcsContainer\n", "credential_source EcsContainer, which has no credentials"),
    (
      "\(role)credential_source = Ec2InstanceMetadata\n",
      "credential_source Ec2InstanceMetadata, which has no credentials"
    ),
    (
      "\(role)credential_source = environment\n",
      "it must be Environment, EcsContainer or Ec2InstanceMetadata"
    ),
    ("\(role)credential_source = EcsContainer\nduration_seconds = long\n", "duration_seconds"),
    (web, "AWS_ROLE_ARN or role_arn is missing"),
    ("sso_account_id = 1\n", "sso_start_url is missing"),
    ("sso_account_id = 1\nsso_start_url = u\n", "sso_region is missing"),
    ("sso_account_id = 1\nsso_start_url = u\nsso_region = us-east-1\n", "sso_role_name is missing"),
    ("sso_role_name = r\nsso_start_url = u\nsso_region = us-east-1\n", "sso_account_id is missing"),
    ("\(sso)sso_session = nowhere\n", "[sso-session nowhere], which is not in the config file"),
    ("\(sso)sso_session = other\n", "sso_region of profile a is not that of [sso-session other]"),
    ("sso_account_id = 1\nsso_role_name = r\nsso_session = half\n", "sso_region is missing"),
    ("sso_account_id = 1\nsso_role_name = r\nsso_start_url = u\nsso_region = a.b/\n", "is not a region"),
  ])
  func `a source that is configured wrongly is an error`(settings: String, reason: String)
    throws
  {
    let config = """
      [profile a]
      \(settings)
      [profile empty]
      region = us-east-1
      [profile half]
      aws_access_key_id = HALF
      [profile loop]
      role_arn = arn:loop
      source_profile = loop2
      [profile loop2]
      role_arn = arn:loop2
      source_profile = loop
      [sso-session other]
      sso_start_url = https://x.awsapps.com/start
      sso_region = eu-west-1
      [sso-session half]
      sso_start_url = https://x.awsapps.com/start
      """
    var variables = settings.contains("EcsContainer\nduration") ? Self.container : [:]
    variables["AWS_EC2_METADATA_DISABLED"] = "true"
    let error = try toolError { _ = try name(config: config, flag: "a", variables) }
    #expect([.credentials, .configuration].contains(error.code))
    #expect(error.message.contains(reason), "\(error)")
  }

  @Test func `for a local service no credentials are fetched, whatever the profile says`() throws {
    let all = "[default]\nsource_profile = default\n\(Self.role)\(Self.sso)\(Self.login)\(Self.process)"
    let files = try AWSFiles(config: all)
    let environment = files.environment(Self.container.merging(["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"]) { $1 })
    let chain = try CredentialChain(profile: files.profile(), context: .test(environment: environment))
    #expect(try chain.localProvider().name == "the local stage's placeholder keys")
  }
}
