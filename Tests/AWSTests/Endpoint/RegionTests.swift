import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct RegionTests {
  private func resolve(
    flag: String? = nil,
    profile: String? = nil,
    _ variables: [String: String] = [:]
  ) throws -> String? {
    let files = try AWSFiles(config: "[default]\n" + (profile.map { "region = \($0)" } ?? ""))
    return try Region.resolve(
      flag: flag,
      environment: Environment(variables),
      profile: try files.profile()
    )
  }

  private static let both = ["AWS_REGION": "variable-1", "AWS_DEFAULT_REGION": "default-1"]

  @Test func `the first of flag, AWS_REGION, AWS_DEFAULT_REGION and profile is used`() throws {
    #expect(try resolve(flag: "flag-1", profile: "profile-1", Self.both) == "flag-1")
    #expect(try resolve(profile: "profile-1", Self.both) == "variable-1")
    #expect(try resolve(profile: "profile-1", ["AWS_DEFAULT_REGION": "default-1"]) == "default-1")
    #expect(try resolve(profile: "profile-1", ["AWS_REGION": "", "AWS_DEFAULT_REGION": ""]) == "profile-1")
    #expect(try resolve() == nil)
  }

  @Test(arguments: [
    "", "-us", "US-EAST-1", "us_east_1", "us-east-1.evil.example", "us east", "us-east-1/", "é",
    "\"us-east-1\"",
    "us-east-1\r\nX: y", String(repeating: "a", count: 64),
  ])
  func `a region that cannot be part of a host name is refused, naming its source`(region: String) throws {
    #expect(
      try toolError { _ = try resolve(flag: region) }.message.hasPrefix("--region is \"\(region.onOneLine)\"")
    )
    guard !region.isEmpty else { return }
    let error = try toolError { _ = try resolve(["AWS_REGION": region]) }
    #expect(error.code == .configuration)
    #expect(error.message.hasPrefix("AWS_REGION is "))
  }

  @Test(arguments: ["us-east-1", "local", "1", "eusc-de-east-1", String(repeating: "a", count: 63)])
  func `any other label is taken as it is`(region: String) throws {
    #expect(try resolve(flag: region) == region)
  }
}
