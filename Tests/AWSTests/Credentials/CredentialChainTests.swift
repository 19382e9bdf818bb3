import TestSupport
import Testing
import Toolkit

@testable import AWS

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
      profile: try files.profile(flag, variables),
      context: .test(environment: files.environment(variables))
    )
  }

  @Test func `the environment takes precedence`() async throws {
    let chain = try chain(credentials: "[default]\n\(Self.keys)", Self.variables)
    let expected = Credentials(accessKeyID: "ENVID", secretAccessKey: "envsecret")
    #expect(try await chain.provider().credentials() == expected)
    #expect(try await chain.localProvider().credentials() == expected)
  }

  @Test func `the environment's keys precede AWS_PROFILE, but not --profile`() async throws {
    let config = "[profile a]\n\(Self.keys)"
    let named = try chain(config: config, Self.variables.merging(["AWS_PROFILE": "a"]) { $1 })
    #expect(try await named.provider().credentials().accessKeyID == "ENVID")
    let flagged = try chain(config: config, flag: "a", Self.variables)
    #expect(
      try await flagged.provider().credentials()
        == Credentials(accessKeyID: "FILEID", secretAccessKey: "filesecret")
    )
    #expect(try await flagged.localProvider().credentials().accessKeyID == "FILEID")
  }

  @Test func `a profile that a variable names but whose keys do not sign is reported`() throws {
    let config = "[profile a]\n\(Self.keys)"
    for variable in ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"] {
      let unused = try chain(config: config, Self.variables.merging([variable: "a"]) { $1 })
      #expect(
        unused.unusedProfile
          == "\(variable) is a, but requests are signed with AWS_ACCESS_KEY_ID of the environment: "
          + "unset that, or add --profile a"
      )
      #expect(try unused.provider().name == "the environment (not those of \(variable)=a)")
    }
    #expect(try chain(config: config, ["AWS_PROFILE": "a"]).unusedProfile == nil)
    #expect(try chain(config: config, Self.variables).unusedProfile == nil)
    let flagged = try chain(config: config, flag: "a", Self.variables.merging(["AWS_PROFILE": "a"]) { $1 })
    #expect(flagged.unusedProfile == nil)
  }

  @Test(arguments: [
    (["AWS_SESSION_TOKEN": "new"], "new"), (["AWS_SECURITY_TOKEN": "old"], "old"),
    (["AWS_SESSION_TOKEN": "new", "AWS_SECURITY_TOKEN": "old"], "old"), (["AWS_SESSION_TOKEN": ""], nil),
  ])
  func `a session token of the environment is used, of the older name first`(
    variables: [String: String],
    token: String?
  )
    async throws
  {
    let chain = try chain(Self.variables.merging(variables) { $1 })
    #expect(try await chain.provider().credentials().sessionToken == token)
  }

  @Test func `a session token of the file is used`() async throws {
    let chain = try chain(credentials: "[default]\n\(Self.keys)aws_session_token = TOKEN==")
    #expect(try await chain.provider().credentials().sessionToken == "TOKEN==")
  }

  @Test func `an access key without a secret is an error, a secret alone is ignored`() async throws {
    let half = try chain(credentials: "[default]\n\(Self.keys)", ["AWS_ACCESS_KEY_ID": "ENVID"])
    let error = try await toolError { _ = try await half.provider().credentials() }
    #expect(error.code == .credentials)
    #expect(error.message == "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY")
    await #expect(throws: ToolError.self) { try await half.localProvider().credentials() }
    let other = try chain(credentials: "[default]\n\(Self.keys)", ["AWS_SECRET_ACCESS_KEY": "envsecret"])
    #expect(try await other.provider().credentials().accessKeyID == "FILEID")
    let file = try chain(credentials: "[default]\naws_access_key_id = FILEID\naws_secret_access_key =")
    #expect(
      try await toolError { _ = try await file.provider().credentials() }.message
        == "Partial credentials found in profile default, missing: aws_secret_access_key"
    )
  }

  @Test func `the credentials file takes precedence over the config file`() async throws {
    let other = "[default]\naws_access_key_id = CONFIGID\naws_secret_access_key = configsecret"
    let both = try chain(config: other, credentials: "[default]\n\(Self.keys)")
    #expect(try await both.provider().credentials().accessKeyID == "FILEID")
    #expect(try await chain(config: other).provider().credentials().accessKeyID == "CONFIGID")
  }

  @Test func `without credentials nothing is sent to AWS`() throws {
    let disabled = ["AWS_EC2_METADATA_DISABLED": "True"]
    let error = try toolError { _ = try chain(disabled).provider() }
    #expect(error.code == .credentials)
    #expect(error.message.hasPrefix("Unable to locate credentials."))
    #expect(error.hint?.contains("AWS_ACCESS_KEY_ID") == true)
  }

  @Test func `without credentials a local service gets placeholder keys of letters only`() async throws {
    let placeholder = try await chain().localProvider().credentials()
    #expect(placeholder == Credentials(accessKeyID: "local", secretAccessKey: "local"))
    #expect(placeholder.accessKeyID.utf8.allSatisfy { (0x61...0x7A).contains($0) })
  }

  @Test(arguments: ["id with blank", "id\u{7F}", "é", "id\tx"])
  func `a key that would break a header is refused`(id: String) async throws {
    let variables = ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": "s"]
    let error = try await toolError { _ = try await chain(variables).provider().credentials() }
    #expect(error.code == .credentials)
    #expect(!error.description.contains(id))
    let token = Self.variables.merging(["AWS_SESSION_TOKEN": "a\r\nX-Evil: \(id)"]) { $1 }
    await #expect(throws: ToolError.self) { try await chain(token).provider().credentials() }
  }
}
