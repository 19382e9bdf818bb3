import Toolkit

/// A partition of AWS: its regions and the domain of its hosts.
///
/// Source: botocore's `partitions.json`.
struct Partition: Sendable {
  /// The prefixes of its regions' names.
  let regionPrefixes: [String]
  let suffix: String
  let dualStackSuffix: String
  /// The domain of the sign-in service; nil where it is that of all services.
  var consoleHost: String?

  /// Whether it is the partition `aws`, which has all regions that no other one has.
  var isMain: Bool { regionPrefixes.isEmpty }

  static let aws = Partition(
    regionPrefixes: [],
    suffix: "amazonaws.com",
    dualStackSuffix: "api.aws",
    consoleHost: "aws.amazon.com"
  )

  /// The special ones first: `us-gov-west-1` must not be taken for a region of `aws`.
  static let all = [
    Partition(
      regionPrefixes: ["cn-"],
      suffix: "amazonaws.com.cn",
      dualStackSuffix: "api.amazonwebservices.com.cn",
      consoleHost: "amazonaws.cn"
    ),
    Partition(
      regionPrefixes: ["us-gov-"],
      suffix: "amazonaws.com",
      dualStackSuffix: "api.aws",
      consoleHost: "amazonaws-us-gov.com"
    ),
    Partition(
      regionPrefixes: ["eusc-"],
      suffix: "amazonaws.eu",
      dualStackSuffix: "api.amazonwebservices.eu"
    ),
    Partition(regionPrefixes: ["us-iso-"], suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov"),
    Partition(regionPrefixes: ["us-isob-"], suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud"),
    Partition(
      regionPrefixes: ["eu-isoe-"],
      suffix: "cloud.adc-e.uk",
      dualStackSuffix: "api.cloud-aws.adc-e.uk"
    ),
    Partition(regionPrefixes: ["us-isof-"], suffix: "csp.hci.ic.gov", dualStackSuffix: "api.aws.hci.ic.gov"),
    aws,
  ]

  static func of(region: String) -> Partition {
    all.first { $0.regionPrefixes.contains { region.hasPrefix($0) } } ?? aws
  }
}
