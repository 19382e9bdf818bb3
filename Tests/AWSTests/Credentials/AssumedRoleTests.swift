import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct AssumedRoleTests {
  typealias Step = ScriptedTransport.Step

  private static let keys = "aws_access_key_id = BASEID\naws_secret_access_key = basesecret\n"
  private static let role = "role_arn = arn:aws:iam::1:role/r\n"

  /// As STS answers.
  private static func lent(_ id: String = "ASIALENT", operation: String = "AssumeRole") -> Step {
    .answer(
      200,
      """
      <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result>
        <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
        <Credentials><AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>lent&amp;secret</SecretAccessKey>
        <SessionToken>lent/token==</SessionToken><Expiration>2023-11-14T23:13:20Z</Expiration></Credentials>
      </\(operation)Result></\(operation)Response>
      """
    )
  }

  private static func refusal(_ code: String, status: Int = 403) -> Step {
    .answer(
      status,
      "<ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>not you</Message></Error></ErrorResponse>"
    )
  }

  @Test func `a role is assumed with all its settings, signed by the source profile`() async throws {
    let settings =
      "external_id = x y\nduration_seconds = 900\nrole_session_name = me@home\nsource_profile = base\n"
    let world = try ProfileWorld(
      "\(Self.role)\(settings)[profile base]\n\(Self.keys)",
      steps: [Self.lent()]
    )
    let found = try await world.provider().credentials()
    #expect(found.accessKeyID == "ASIALENT" && found.secretAccessKey == "lent&secret")
    #expect(found.sessionToken == "lent/token==" && found.expiry == Timestamp.noon.adding(minutes: 60))
    let request = try #require(world.transport.requests.first)
    #expect(request.url == "https://sts.us-east-1.amazonaws.com/")
    #expect(
      request.body.text
        == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
        + "&RoleSessionName=me%40home&ExternalId=x%20y&DurationSeconds=900"
    )
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded; charset=utf-8")
    #expect(request.headers["X-Amz-Target"] == nil)
    let authorization = try #require(request.headers["Authorization"])
    #expect(authorization.contains("Credential=BASEID/"))
    #expect(authorization.contains("/us-east-1/sts/aws4_request"))
  }

  @Test func `a role session without a name is named after the current time`() async throws {
    let world = try ProfileWorld("\(Self.role)\(Self.keys)source_profile = default\n", steps: [Self.lent()])
    _ = try await world.provider().credentials()
    #expect(
      world.transport.requests.first?.body.text.contains("&RoleSessionName=cruddur-toolkit-1700000000")
        == true
    )
  }

  @Test func `a chain of roles is assumed from its far end`() async throws {
    let world = try ProfileWorld(
      """
      role_arn = arn:last
      source_profile = middle
      [profile middle]
      role_arn = arn:middle
      source_profile = base
      [profile base]
      \(Self.keys)
      """,
      steps: [Self.lent("ASIAMIDDLE"), Self.lent("ASIALAST")]
    )
    #expect(try await world.provider().credentials().accessKeyID == "ASIALAST")
    let requests = world.transport.requests
    #expect(requests.map { $0.body.text.contains("arn%3Amiddle") } == [true, false])
    #expect(requests.last?.headers["Authorization"]?.contains("Credential=ASIAMIDDLE/") == true)
    #expect(requests.last?.headers["X-Amz-Security-Token"] == "lent/token==")
  }

  @Test func `a role can be assumed with the environment's keys, whatever the flag`() async throws {
    let world = try ProfileWorld(
      "[profile a]\n\(Self.role)credential_source = Environment\n",
      ["AWS_ACCESS_KEY_ID": "ENVID", "AWS_SECRET_ACCESS_KEY": "s"],
      flag: "a",
      steps: [Self.lent()]
    )
    _ = try await world.provider().credentials()
    #expect(world.transport.requests.first?.headers["Authorization"]?.contains("Credential=ENVID/") == true)
  }

  @Test func `an error of STS is reported with the profile and the endpoint`() async throws {
    let world = try ProfileWorld(
      "\(Self.role)\(Self.keys)source_profile = default\n",
      steps: [Self.refusal("AccessDenied")]
    )
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.code == .credentials)
    #expect(
      error.message
        == "no credentials from role arn:aws:iam::1:role/r (profile default): "
        + "An error occurred (AccessDenied) when calling the AssumeRole operation at "
        + "https://sts.us-east-1.amazonaws.com (us-east-1, profile default): not you"
    )
    #expect(!error.description.contains("basesecret"))
  }

  @Test func `transient failures are retried twice`() async throws {
    let config = "\(Self.role)\(Self.keys)source_profile = default\n"
    let passing = try ProfileWorld(
      config,
      steps: [Self.refusal("Throttling", status: 400), .answer(503, "<html>"), Self.lent()]
    )
    #expect(try await passing.provider().credentials().accessKeyID == "ASIALENT")
    let lasting = try ProfileWorld(config, steps: Array(repeating: .failure(.connectionLost), count: 3))
    let error = try await toolError { _ = try await lasting.provider().credentials() }
    #expect(error.message.contains("cannot reach STS at https://sts.us-east-1.amazonaws.com"))
  }

  @Test(arguments: [
    ("<html>hello</html>", "has no Expiration"), ("", "not an XML document"), ("{}", "not an XML document"),
    ("\(expiry)<AccessKeyId>A</AccessKeyId>", "has no SecretAccessKey"),
    ("\(expiry)<AccessKeyId><b>A</b></AccessKeyId>", "has no AccessKeyId"),
    ("\(expiry)<AccessKeyId>A", "has no AccessKeyId"),
    ("\(expiry)<AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey>", "has no SessionToken"),
    ("<Expiration>soon</Expiration>", "Expiration is not a time"),
  ])
  func `an answer that is not STS's is refused`(body: String, reason: String) async throws {
    let world = try ProfileWorld(
      "\(Self.role)\(Self.keys)source_profile = default\n",
      steps: [.answer(200, body)]
    )
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.code == .credentials)
    #expect(error.message.contains(reason), "\(error)")
  }

  private static let expiry = "<Expiration>2023-11-14T23:13:20Z</Expiration>"

  @Test(arguments: [
    ([:], "us-east-1", "https://sts.us-east-1.amazonaws.com"),
    (["AWS_STS_REGIONAL_ENDPOINTS": "legacy"], "us-east-1", "https://sts.amazonaws.com"),
    (["AWS_ENDPOINT_URL_STS": "https://sts.example.com/x"], "us-east-1", "https://sts.example.com/x"),
    (["AWS_ENDPOINT_URL_STS": "http://localhost:5000"], "us-east-1", "https://sts.us-east-1.amazonaws.com"),
    (["AWS_USE_FIPS_ENDPOINT": "true"], "us-east-1", "https://sts-fips.us-east-1.amazonaws.com"),
  ])
  func `STS is called at its configured endpoint, else at the region's`(
    variables: [String: String],
    region: String,
    url: String
  ) async throws {
    let world = try ProfileWorld(
      "\(Self.role)\(Self.keys)source_profile = default\n",
      variables,
      steps: [Self.lent()]
    )
    _ = try await world.provider().credentials()
    let request = try #require(world.transport.requests.first)
    #expect(request.endpoint.description == url)
    #expect(request.headers["Authorization"]?.contains("/\(region)/sts/") == true)
  }

  // MARK: - MFA

  private func role(_ world: ProfileWorld, typed: String?) throws -> AssumedRole {
    let base = StaticCredentials(TestKeys.credentials)
    return try AssumedRole(
      world.profile,
      base: base,
      in: world.context,
      terminal: ControllingTerminal { question in
        #expect(question == "Enter MFA code for arn:mfa: ")
        return typed
      }
    )
  }

  @Test func `the code of an MFA device is asked for and sent`() async throws {
    let world = try ProfileWorld("\(Self.role)mfa_serial = arn:mfa\n", steps: [Self.lent()])
    let role = try role(world, typed: "123456")
    #expect(role.asksPeople)
    _ = try await role.fetch(ignoringCache: false)
    let body = try #require(world.transport.requests.first?.body.text)
    #expect(body.contains("&SerialNumber=arn%3Amfa&") && body.hasSuffix("&TokenCode=123456"))
    #expect(
      try await self.role(world, typed: nil).fetch(ignoringCache: false).accessKeyID == "ASIALENT",
      "from the cache"
    )
  }

  @Test func `without a terminal an MFA device is an error that says what to do`() async throws {
    let world = try ProfileWorld("\(Self.role)mfa_serial = arn:mfa\n")
    let error = try await toolError { _ = try await role(world, typed: nil).fetch(ignoringCache: false) }
    #expect(error.code == .credentials && error.message.contains("a terminal is needed to type it"))
    #expect(error.hint?.contains("aws sts get-caller-identity --profile default") == true)
    let empty = try await toolError { _ = try await role(world, typed: "").fetch(ignoringCache: false) }
    #expect(empty.message.hasSuffix("no MFA code was typed"))
  }

  // MARK: - Web identity

  @Test func `a web identity sends its token unsigned, read again each time`() async throws {
    let operation = "AssumeRoleWithWebIdentity"
    let world = try ProfileWorld(
      "",
      ["AWS_WEB_IDENTITY_TOKEN_FILE": "~/token", "AWS_ROLE_ARN": "arn:web", "AWS_ROLE_SESSION_NAME": "pod"],
      steps: [Self.lent("A", operation: operation), Self.lent("B", operation: operation)]
    )
    let provider = try world.provider()
    for (token, id) in [("t+1", "A"), ("t2", "B")] {
      try world.write("token", token)
      if id == "B" { #expect(try await provider.renew(insteadOf: provider.credentials())) }
      #expect(try await provider.credentials().accessKeyID == id)
    }
    #expect(
      world.transport.requests.map(\.body.text)
        == ["t%2B1", "t2"].map {
          "Action=\(operation)&Version=2011-06-15&RoleArn=arn%3Aweb&RoleSessionName=pod&WebIdentityToken=\($0)"
        }
    )
    #expect(world.transport.requests.allSatisfy { $0.headers["Authorization"] == nil })
  }

  @Test func `a token file that is not there is named`() async throws {
    let world = try ProfileWorld("web_identity_token_file = /no/such/token\nrole_arn = arn:web\n")
    let error = try await toolError { _ = try await world.provider().credentials() }
    #expect(error.code == .credentials && error.message.contains("cannot read /no/such/token"))
  }

  @Test(arguments: [
    ("<a>x</a>", "x"), ("<b><a>x</a><a>y</a></b>", "x"), ("<a></a>", ""), ("<A>x</A>", nil), ("<a>x", nil),
    ("", nil), ("<a>&lt;&amp;&gt;&quot;&apos;</a>", "<&>\"'"), ("<a>&#65;&#x42;</a>", "AB"),
    ("<a>a&b&;&nope;&#xD800;&#;c</a>", "a&b&;&nope;&#xD800;&#;c"), ("<a>&amp;lt;</a>", "&lt;"),
    ("<a><b>x</b></a>", nil), ("</a><a>", nil),
  ])
  func `a value is read from XML, and only from well-formed elements`(text: String, value: String?) {
    #expect(XMLText(Array(text))["a"] == value)
  }
}
