import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Values with secrets show none of them, however they are printed.
@Suite struct SecrecyTests {
  private static let secret = "s3cr3tAccessKey"
  private static let token = "s3ss10nToken"
  private static let variables = [
    "AWS_ACCESS_KEY_ID": "AKIAWXYZ", "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token,
    "AWS_REGION": "us-east-1", "CONNECTION_URL": "postgresql://u:\(secret)@h/d",
  ]

  /// All of Swift's ways to print a value.
  private func shown(_ value: Any) -> String {
    var text = "\(value) \(String(describing: value)) \(String(reflecting: value)) \([value]) "
    dump(value, to: &text)
    dump([value as Any?], to: &text)
    dump(Mirror(reflecting: value).children.map(\.value), to: &text)
    return text
  }

  private func expectNoSecret(_ value: Any) {
    let text = shown(value)
    #expect(!text.contains(Self.secret))
    #expect(!text.contains(Self.token))
  }

  @Test func `credentials show the end of the access key`() {
    let credentials = Credentials(
      accessKeyID: "AKIAWXYZ",
      secretAccessKey: Self.secret,
      sessionToken: Self.token
    )
    #expect("\(credentials)" == "Credentials(****WXYZ)")
    expectNoSecret(credentials)
    expectNoSecret(StaticCredentials(credentials))
    expectNoSecret(SigV4(credentials: credentials, region: "r", service: "s"))
    expectNoSecret(["key": credentials])
  }

  @Test func `a profile shows its name`() throws {
    let keys =
      "aws_access_key_id = A\naws_secret_access_key = \(Self.secret)\naws_session_token = \(Self.token)"
    let profile = try AWSFiles(config: "[default]\n\(keys)", credentials: "[default]\n\(keys)").profile()
    #expect(profile["aws_secret_access_key"] == Self.secret)
    expectNoSecret(profile)
    #expect("\(profile)" == "Profile(default)")
  }

  @Test func `the environment shows no values, also inside other values`() throws {
    expectNoSecret(Environment(Self.variables))
    expectNoSecret(Context.test(Self.variables))
    let target = try AWSTarget.test(
      stage: .local,
      ["--endpoint-url", "http://localhost:8000"],
      Self.variables
    )
    expectNoSecret(target)
    #expect(
      target.summary
        == "DynamoDB at http://localhost:8000 (us-east-1, profile default), credentials from the environment"
    )
  }

  @Test func `a signed request shows neither token nor signature`() throws {
    let credentials = Credentials(accessKeyID: "A", secretAccessKey: Self.secret, sessionToken: Self.token)
    let request = HTTPRequest(.post, at: Endpoint(https: "example.com"), body: Array("{}"))
    let signed = SigV4(credentials: credentials, region: "r", service: "s").sign(request, at: .now())
    expectNoSecret(signed)
    let signature = try #require(signed.headers["Authorization"]?.split(separator: "=").last)
    #expect(!shown(signed).contains(signature))
  }

  @Test func `sources, their requests and their answers show no secret`() async throws {
    let script = "sh -c 'echo \(Self.secret)'"
    let config = "[default]\ncredential_process = \(script)\nsso_start_url = \(Self.secret)"
    let files = try AWSFiles(config: config)
    let environment = files.environment(
      Self.variables.merging([
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/\(Self.secret)",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": Self.token,
      ]) { $1 }
    )
    let context = CredentialContext.test(environment: environment)
    expectNoSecret(ProcessCredentials(command: script, profile: "default", context: context))
    expectNoSecret(try #require(ContainerCredentials(in: context)))
    let fetched = ScriptedSource({
      Credentials(accessKeyID: "A", secretAccessKey: Self.secret, sessionToken: Self.token)
    })
    let provider = RefreshingCredentials(fetched, in: context)
    _ = try await provider.credentials()
    expectNoSecret(provider)
    expectNoSecret(try CredentialChain(profile: files.profile(), context: context).provider())
    expectNoSecret(XMLText(Array("<a>\(Self.secret)</a>")))
    var request = HTTPRequest(.post, at: Endpoint(https: "example.com"), body: Array(Self.token))
    request.query = "token=\(Self.token)"
    expectNoSecret(request)
    #expect("\(request)" == "POST https://example.com")
    expectNoSecret(HTTPResponse.test(200, Self.secret))
  }

  @Test(arguments: [AWSService.sts, .sso, .ssoOIDC, .signin], [Stage.local, .prod])
  func `no credentials are fetched over plain http from another machine`(service: AWSService, stage: Stage)
    throws
  {
    let variables = ["AWS_ENDPOINT_URL_\(service.variable)": "http://sso.example.com"]
    let world = CredentialContext.test(stage: stage, environment: Environment(variables))
    let profile = try Profile(flag: nil, environment: world.environment)
    #expect(throws: ToolError.self) { try world.endpoint(of: service, in: "us-east-1", profile: profile) }
  }
}
