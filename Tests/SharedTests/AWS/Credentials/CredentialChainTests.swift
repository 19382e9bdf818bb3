import Testing

@testable import Shared

@Suite struct CredentialChainTests {
  private static let keys = "aws_access_key_id = FILEID\naws_secret_access_key = filesecret\n"
  private static let variables = ["AWS_ACCESS_KEY_ID": "ENVID", "AWS_SECRET_ACCESS_KEY": "envsecret"]

  private func chain(
    config: String? = nil,
    credentials: String? = nil,
    flag: String? = nil,
    _ variables: [String: String] = [:]
  ) throws -> CredentialChain {
    let files = try AWSFiles(config: config, credentials: credentials)
    return CredentialChain(
      environment: files.environment(variables),
      profile: try files.profile(flag, variables)
    )
  }

  @Test func `the environment counts first`() throws {
    let chain = try chain(credentials: "[default]\n\(Self.keys)", Self.variables)
    let expected = Credentials(accessKeyID: "ENVID", secretAccessKey: "envsecret")
    #expect(try chain.credentials() == expected)
    #expect(try chain.localCredentials() == expected)
  }

  @Test func `AWS_PROFILE does not take the environment's keys away, --profile does`() throws {
    let config = "[profile a]\n\(Self.keys)"
    let named = try chain(config: config, Self.variables.merging(["AWS_PROFILE": "a"]) { $1 })
    #expect(try named.credentials().accessKeyID == "ENVID")
    let flagged = try chain(config: config, flag: "a", Self.variables)
    #expect(try flagged.credentials() == Credentials(accessKeyID: "FILEID", secretAccessKey: "filesecret"))
    #expect(try flagged.localCredentials().accessKeyID == "FILEID")
  }

  @Test(arguments: [
    (["AWS_SESSION_TOKEN": "new"], "new"), (["AWS_SECURITY_TOKEN": "old"], "old"),
    (["AWS_SESSION_TOKEN": "new", "AWS_SECURITY_TOKEN": "old"], "old"), (["AWS_SESSION_TOKEN": ""], nil),
  ])
  func `a session token comes along, of the older name first`(variables: [String: String], token: String?)
    throws
  {
    let chain = try chain(Self.variables.merging(variables) { $1 })
    #expect(try chain.credentials().sessionToken == token)
  }

  @Test func `a session token of the file comes along`() throws {
    let chain = try chain(credentials: "[default]\n\(Self.keys)aws_session_token = TOKEN==")
    #expect(try chain.credentials().sessionToken == "TOKEN==")
  }

  @Test func `an access key without a secret is an error, a secret alone is nothing`() throws {
    let half = try chain(credentials: "[default]\n\(Self.keys)", ["AWS_ACCESS_KEY_ID": "ENVID"])
    let error = try toolError { _ = try half.credentials() }
    #expect(error.code == .credentials)
    #expect(error.message == "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY")
    #expect(throws: ToolError.self) { try half.localCredentials() }
    let other = try chain(credentials: "[default]\n\(Self.keys)", ["AWS_SECRET_ACCESS_KEY": "envsecret"])
    #expect(try other.credentials().accessKeyID == "FILEID")
    let file = try chain(credentials: "[default]\naws_access_key_id = FILEID\naws_secret_access_key =")
    #expect(
      try toolError { _ = try file.credentials() }.message
        == "Partial credentials found in profile default, missing: aws_secret_access_key"
    )
  }

  @Test func `the credentials file counts before the config file`() throws {
    let other = "[default]\naws_access_key_id = CONFIGID\naws_secret_access_key = configsecret"
    let both = try chain(config: other, credentials: "[default]\n\(Self.keys)")
    #expect(try both.credentials().accessKeyID == "FILEID")
    #expect(try chain(config: other).credentials().accessKeyID == "CONFIGID")
  }

  @Test func `without credentials AWS is not asked`() throws {
    let error = try toolError { _ = try chain().credentials() }
    #expect(error.code == .credentials)
    #expect(error.message.hasPrefix("Unable to locate credentials."))
    #expect(error.hint?.contains("AWS_ACCESS_KEY_ID") == true)
  }

  @Test func `without credentials a local service gets a dummy of letters`() throws {
    let dummy = try chain().localCredentials()
    #expect(dummy == Credentials(accessKeyID: "local", secretAccessKey: "local"))
    #expect(dummy.accessKeyID.utf8.allSatisfy { (0x61...0x7A).contains($0) })
  }

  @Test(arguments: ["role_arn", "sso_session", "sso_start_url", "login_session", "credential_process"])
  func `a source that is not supported ends the search, and says how to get by`(setting: String) throws {
    let chain = try chain(config: "[profile a]\n\(setting) = x\n\(Self.keys)", flag: "a")
    let error = try toolError { _ = try chain.credentials() }
    #expect(error.code == .credentials)
    #expect(error.message.contains(setting))
    #expect(error.hint?.contains("aws configure export-credentials --profile a") == true)
    #expect(try chain.localCredentials().accessKeyID == "FILEID")
  }

  @Test(arguments: ["id with blank", "id\u{7F}", "é", "id\tx"])
  func `a key that would break a header is refused`(id: String) throws {
    let variables = ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": "s"]
    let error = try toolError { _ = try chain(variables).credentials() }
    #expect(error.code == .credentials)
    #expect(!error.description.contains(id))
    let token = Self.variables.merging(["AWS_SESSION_TOKEN": "a\r\nX-Evil: \(id)"]) { $1 }
    #expect(throws: ToolError.self) { try chain(token).credentials() }
  }
}
