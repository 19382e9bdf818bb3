import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct EndpointResolverTests {
  private static let config = """
    [default]
    services = local
    endpoint_url = http://profile
    [services local]
    dynamodb =
      endpoint_url = http://service
    [profile all]
    endpoint_url = http://profile
    [profile ignoring]
    endpoint_url = http://profile
    ignore_configured_endpoint_urls = True
    [profile none]
    region = us-east-1
    [profile remote]
    endpoint_url = https://vpce.example.com
    """

  private func resolve(
    service: AWSService = .dynamoDB,
    stage: Stage = .local,
    profile: String = "none",
    flag: String? = nil,
    _ variables: [String: String] = [:]
  ) throws -> (endpoint: String?, stripped: [String]) {
    let files = try AWSFiles(config: Self.config)
    let resolver = EndpointResolver(
      service: service,
      stage: stage,
      environment: Environment(variables),
      profile: try files.profile(profile)
    )
    let found = try resolver.configured(flag: flag)
    let (endpoint, stripped) = (found.endpoint, found.stripped)
    return (endpoint?.description, stripped)
  }

  private static let both = [
    "AWS_ENDPOINT_URL_DYNAMODB": "http://own", "AWS_ENDPOINT_URL": "http://all",
    "AWS_ENDPOINT_URL_STS": "http://sts",
  ]
  private static let all = ["AWS_ENDPOINT_URL": "http://all"]
  private static let emptyOwn = ["AWS_ENDPOINT_URL_DYNAMODB": "", "AWS_ENDPOINT_URL": "http://all"]

  @Test(
    arguments: [
      ("default", "http://flag", both, "http://flag"), ("default", nil, both, "http://own"),
      ("default", nil, all, "http://all"), ("default", nil, emptyOwn, "http://all"),
      ("default", nil, [:], "http://service"),
      ("all", nil, [:], "http://profile"), ("none", nil, [:], "http://localhost:8000"),
      ("ignoring", nil, [:], "http://localhost:8000"), ("ignoring", nil, all, "http://localhost:8000"),
      ("ignoring", "http://flag", all, "http://flag"),
      (
        "all", nil, both.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"]) { $1 },
        "http://localhost:8000"
      ),
      ("none", nil, all.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"]) { $1 }, "http://all"),
    ] as [(String, String?, [String: String], String)]
  )
  func `the most specific setting takes precedence`(
    profile: String,
    flag: String?,
    variables: [String: String],
    endpoint: String
  ) throws {
    #expect(try resolve(profile: profile, flag: flag, variables).endpoint == endpoint)
  }

  @Test func `Cognito has a variable of its own and no local default`() throws {
    let variables = Self.both.merging(["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://pool"]) { $1 }
    #expect(try resolve(service: .cognito, variables).endpoint == "http://pool")
    #expect(try resolve(service: .cognito, Self.both).endpoint == "http://all")
    #expect(try resolve(service: .cognito, profile: "default").endpoint == "http://profile")
    #expect(try resolve(service: .cognito).endpoint == nil)
  }

  @Test func `prod leaves out local endpoints, one after the other, and names them`() throws {
    let variables = [
      "AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:8000", "AWS_ENDPOINT_URL": "http://moto:5000",
    ]
    let (endpoint, stripped) = try resolve(stage: .prod, profile: "default", variables)
    #expect(endpoint == nil)
    #expect(
      stripped == [
        "AWS_ENDPOINT_URL_DYNAMODB (http://localhost:8000)", "AWS_ENDPOINT_URL (http://moto:5000)",
        "endpoint_url of [services local] (http://service)",
      ]
    )
  }

  @Test func `prod keeps an endpoint that is not local`() throws {
    let variables = [
      "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1", "AWS_ENDPOINT_URL": "https://vpce.example.com",
    ]
    let (endpoint, stripped) = try resolve(stage: .prod, variables)
    #expect(endpoint == "https://vpce.example.com")
    #expect(stripped == ["AWS_ENDPOINT_URL_DYNAMODB (http://127.0.0.1)"])
    #expect(try resolve(stage: .prod, profile: "remote").endpoint == "https://vpce.example.com")
  }

  @Test func `prod uses --endpoint-url, also a local one`() throws {
    let (endpoint, stripped) = try resolve(stage: .prod, flag: "http://localhost:1", Self.both)
    #expect(endpoint == "http://localhost:1")
    #expect(stripped.isEmpty)
  }

  @Test(arguments: ["localhost:8000", "ftp://h", "http://"])
  func `an endpoint that is not a URL is an error that names its source`(url: String) throws {
    let flag = try toolError { _ = try resolve(flag: url) }
    #expect(flag.code == .configuration)
    #expect(flag.message == "Invalid endpoint in --endpoint-url: \(url)")
    let variable = try toolError { _ = try resolve(["AWS_ENDPOINT_URL": url]) }
    #expect(variable.message == "Invalid endpoint in AWS_ENDPOINT_URL: \(url)")
  }

  @Test func `a password in an endpoint is not shown`() throws {
    let error = try toolError { _ = try resolve(["AWS_ENDPOINT_URL": "http://user:secret@localhost"]) }
    #expect(!error.description.contains("secret"))
  }
}
