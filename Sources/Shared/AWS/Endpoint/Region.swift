import Toolkit

/// The region of a request.
enum Region {
  /// `--region`, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`: the order of the AWS CLI,
  /// version 2.
  ///
  /// - Returns: Nil when none is given.
  static func resolve(flag: String?, environment: Environment, profile: Profile) throws(ToolError) -> String?
  {
    let sources = [
      ("--region", flag),
      ("AWS_REGION", environment["AWS_REGION"]),
      ("AWS_DEFAULT_REGION", environment["AWS_DEFAULT_REGION"]),
      ("region of profile \(profile.name)", profile["region"]),
    ]
    for case (let source, let region?) in sources {
      return try checked(region, source: source)
    }
    return nil
  }

  /// - Throws: `ToolError` with the code `.configuration` for an invalid region.
  static func checked(_ region: String, source: String) throws(ToolError) -> String {
    guard isValid(region) else {
      let shown = region.onOneLine(atMost: 100)
      throw ToolError(
        .configuration,
        message: "\(source) is \"\(shown)\", which is not a region such as us-east-1"
      )
    }
    return region
  }

  /// A region becomes part of a host name.
  static func isValid(_ region: String) -> Bool {
    region.utf8.count <= 63 && region.utf8.first != UInt8(ascii: "-")
      && region.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || $0.isDigit || $0.isLowercaseLetter
      } && !region.isEmpty
  }
}
