import TestSupport
import Testing
import Toolkit

@testable import AWS

/// The cases by which the AWS CLI tests its configured endpoints; most are about S3, a service like another
/// here.
@Suite struct EndpointVectorTests {
  struct Row: Decodable, Sendable {
    let profile: String
    let clientConfig: String
    let environment: String
    let service: String
    let endpointUrl: String
  }

  private static let config = """
    [default]
    region = fake-region-10
    [profile service_global_only]
    endpoint_url = https://global.endpoint.aws
    [profile service_specific_s3]
    services = service_specific_s3
    [profile global_and_service_specific_s3]
    endpoint_url = https://global.endpoint.aws
    services = service_specific_s3
    [profile ignore_global_and_service_specific_s3]
    endpoint_url = https://global.endpoint.aws
    services = service_specific_s3
    ignore_configured_endpoint_urls = true
    [profile service_specific_dynamodb_and_s3]
    services = service_specific_dynamodb_and_s3
    [services service_specific_s3]
    s3 =
      endpoint_url = https://s3.endpoint.aws
    [services service_specific_dynamodb_and_s3]
    dynamodb =
      endpoint_url = https://dynamodb.endpoint.aws
    s3 =
      endpoint_url = https://s3.endpoint.aws
    """

  private static let all = ["AWS_ENDPOINT_URL": "https://global-from-envvar.endpoint.aws"]
  private static let s3 = ["AWS_ENDPOINT_URL_S3": "https://s3-from-envvar.endpoint.aws"]
  private static let ignoring = ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]

  private static let environments: [String: [String: String]] = [
    "default": [:],
    "global_only": all,
    "service_specific_s3": s3,
    "global_and_service_specific_s3": all.merging(s3) { $1 },
    "ignore_global_and_service_specific_s3": all.merging(s3) { $1 }.merging(ignoring) { $1 },
    "service_specific_dynamodb_and_s3": s3.merging(
      ["AWS_ENDPOINT_URL_DYNAMODB": "https://dynamodb-from-envvar.endpoint.aws"]
    ) { $1 },
  ]

  /// `--endpoint-url` and other settings of an SDK's client, for which the tools have no flag.
  private static let clients: [String: (flag: String?, variables: [String: String])] = [
    "default": (nil, [:]),
    "endpoint_url_provided": ("https://client-config.endpoint.aws", [:]),
    "ignore_configured_endpoint_urls": (nil, ignoring),
    "provide_and_ignore_configured_endpoint_urls": ("https://client-config.endpoint.aws", ignoring),
  ]

  private static let services = [
    "dynamodb": AWSService.dynamoDB,
    "s3": AWSService(
      name: "S3",
      id: "s3",
      variable: "S3",
      targetPrefix: "",
      contentType: "",
      localEndpoint: nil
    ),
  ]

  @Test func `the endpoint is the one that the AWS CLI uses`() throws {
    let rows: [Row] = try Vectors.load("aws-endpoints", count: 39)
    let files = try AWSFiles(config: Self.config)
    for row in rows {
      let client = try #require(Self.clients[row.clientConfig])
      let variables = try #require(Self.environments[row.environment]).merging(client.variables) { $1 }
      let resolver = EndpointResolver(
        service: try #require(Self.services[row.service]),
        stage: .prod,
        environment: Environment(variables),
        profile: try files.profile(row.profile)
      )
      let endpoint =
        try resolver.configured(flag: client.flag).endpoint ?? resolver.regional("fake-region-10")
      #expect(endpoint.description == row.endpointUrl, "\(row)")
    }
  }
}
