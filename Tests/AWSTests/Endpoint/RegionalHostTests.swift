import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct RegionalHostTests {
  struct Row: Decodable, Sendable {
    let service: String
    let region: String
    let fips: Bool
    let dualStack: Bool
    let url: String
  }

  private static let services: [String: AWSService] = [
    "dynamodb": .dynamoDB, "cognito-idp": .cognito, "sts": .sts, "sso": .sso, "sso-oidc": .ssoOIDC,
    "signin": .signin,
  ]

  private func host(_ row: Row, inProfile: Bool) throws -> String {
    let service = try #require(Self.services[row.service])
    let settings = "use_fips_endpoint = \(row.fips)\nuse_dualstack_endpoint = \(row.dualStack)"
    let files = try AWSFiles(config: inProfile ? "[default]\n\(settings)" : "")
    let variables = [
      "AWS_USE_FIPS_ENDPOINT": row.fips ? "True" : "false", "AWS_USE_DUALSTACK_ENDPOINT": "\(row.dualStack)",
    ]
    return EndpointResolver(
      service: service,
      stage: .prod,
      environment: Environment(inProfile ? [:] : variables),
      profile: try files.profile()
    ).regional(row.region).description
  }

  @Test func `each partition's hosts are those of botocore's rules, with FIPS and dual stack`() throws {
    let rows: [Row] = try Vectors.load("hosts", count: 384)
    for row in rows { #expect(try host(row, inProfile: false) == row.url, "\(row)") }
    for row in rows where row.region == "us-east-1" { #expect(try host(row, inProfile: true) == row.url) }
  }

  @Test(arguments: [
    ("us-gov-west-1", "amazonaws.com"), ("us-iso-east-1", "c2s.ic.gov"), ("us-isob-east-1", "sc2s.sgov.gov"),
    ("eu-isoe-west-1", "cloud.adc-e.uk"), ("cn-north-1", "amazonaws.com.cn"),
    ("eusc-de-east-1", "amazonaws.eu"),
    ("eu-west-1", "amazonaws.com"), ("us-isof-south-1", "csp.hci.ic.gov"), ("mars-north-1", "amazonaws.com"),
    ("us-gov", "amazonaws.com"), ("cn", "amazonaws.com"),
  ])
  func `a region belongs to its partition`(region: String, suffix: String) {
    #expect(Partition.of(region: region).suffix == suffix)
  }
}
