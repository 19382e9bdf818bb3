import TestSupport
import Testing

/// Invalid profiles: an error before anything is sent.
@Suite(.needsStack, .serialized, .inTurn) struct BadProfileTests {
  private static let secret = "s3cr3t-of-the-file"
  private static let keys = "aws_access_key_id = AKIDFILE\naws_secret_access_key = \(secret)\n"
  private static let role = "role_arn = arn:aws:iam::1:role/r\n"

  @Test(arguments: [
    ("aws_access_key_id = AKIDFILE\n", ["profile dev", "missing: aws_secret_access_key"]),
    ("\(keys)\(role)", ["profile dev", "no source_profile and no credential_source"]),
    (
      "\(keys)\(role)source_profile = dev\ncredential_source = Environment\n",
      ["profile dev", "both source_profile and credential_source"]
    ),
    ("\(role)source_profile = dev\n", ["profile dev", "cycle: dev -> dev"]),
    ("\(role)source_profile = other\n", ["profile other", "cycle: dev -> other -> dev"]),
    ("\(role)source_profile = nobody\n", ["profile dev", "source_profile nobody, which does not exist"]),
    ("\(role)credential_source = Ec2\n", ["profile dev", "credential_source Ec2", "Ec2InstanceMetadata"]),
    (
      "\(role)credential_source = EcsContainer\n",
      ["credential_source EcsContainer, which has no credentials"]
    ),
    (
      "sso_account_id = 1\nsso_session = nowhere\n",
      ["[sso-session nowhere]", "aws configure sso --profile dev"]
    ),
    ("login_session = me\n", ["aws login (profile dev)", "Sign in:\n  aws login --profile dev"]),
    ("credential_process = 'x\n", ["credential_process of profile dev", "quotes"]),
    ("credential_process = /no/such/program \(secret)\n", ["cannot run /no/such/program: No such file"]),
    ("web_identity_token_file = /no/such/file\nrole_arn = arn:r\n", ["cannot read /no/such/file"]),
  ])
  func `an invalid profile is named, with the next step`(settings: String, words: [String])
    async throws
  {
    try await withWorld { world in
      let other = "[profile other]\n\(Self.role)source_profile = dev\n"
      let world = try world.configured("[profile dev]\n\(settings)\(other)", secrets: [Self.secret])
      try await world.withDynamoDB { server, arguments in
        let run = try await world.run("ddb-list-tables", arguments + ["--profile", "dev"])
        run.expectFailure(naming: words)
        #expect(server.requests.isEmpty)
      }
    }
  }
}
