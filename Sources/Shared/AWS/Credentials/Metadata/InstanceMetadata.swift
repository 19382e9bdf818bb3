import Toolkit

/// The metadata service of an EC2 instance, version 2 only: version 1 can be reached by forwarded requests,
/// and is never used.
///
/// Where there is no answer this machine is not an EC2 instance, which is not an error. Source:
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
struct InstanceMetadata {
  private let endpoint: Endpoint
  private let timeouts: Timeouts
  private let attempts: Int
  private let context: CredentialContext

  /// Nil where `AWS_EC2_METADATA_DISABLED` is true.
  ///
  /// - Throws: `ToolError` with the code `.configuration` for invalid settings.
  init?(_ profile: Profile, in context: CredentialContext) throws(ToolError) {
    if context.environment.isTrue("AWS_EC2_METADATA_DISABLED") { return nil }
    let settings = Settings(environment: context.environment, profile: profile)
    endpoint = try settings.endpoint()
    let seconds = try settings.number("AWS_METADATA_SERVICE_TIMEOUT", maximum: 600)
    let timeout = seconds.map { Duration.seconds($0) } ?? Limits.metadataService
    timeouts = Timeouts(connect: timeout, read: timeout, total: timeout)
    attempts =
      try settings.number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", maximum: 100) ?? Limits.metadataAttempts
    self.context = context
  }

  /// The region that the instance is in.
  ///
  /// - Throws: `MetadataAbsence`, or `CancellationError`.
  func region() async throws -> String {
    let what = "the region"
    let region = try await firstLine(text("placement/region", token: token(), for: what), of: what)
    // The answer is not shown: a server may return what it was sent, such as the token.
    guard Region.isValid(region) else { throw absence("names a region that is not valid") }
    return region
  }

  /// The document with the credentials of the instance's role.
  ///
  /// - Throws: `MetadataAbsence` where there are none, or `CancellationError`.
  func credentials() async throws -> JSONValue {
    let folder = "iam/security-credentials/"
    let token = try await token()
    let role = try await firstLine(
      text(folder, token: token, for: "the instance's role"),
      of: "the instance's role"
    )
    let what = "the credentials of the role \(role.onOneLine(atMost: 100))"
    let body = try await text("\(folder)\(role.percentEncoded())", token: token, for: what)
    guard let document = try? JSONValue(parsing: Array(body.utf8)) else {
      throw absence("gives no JSON document for \(what)")
    }
    guard document["Code"] == nil || document["Code"] == "Success" else {
      throw absence("does not have \(what)\(document.reason.map { ": \($0)" } ?? "")")
    }
    return document
  }

  private func token() async throws -> String {
    var request = HTTPRequest(
      .put,
      at: endpoint.appending("latest/api/token"),
      headers: ["x-aws-ec2-metadata-token-ttl-seconds": "21600"]
    )
    request.isDirect = true
    let token = try await text(request, for: "a token")
    guard token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw absence("gives a token that cannot be a header")
    }
    return token
  }

  private func text(_ path: String, token: String, for what: String) async throws -> String {
    var request = HTTPRequest(
      .get,
      at: endpoint.appending("latest/meta-data/\(path)"),
      headers: ["x-aws-ec2-metadata-token": token]
    )
    request.isDirect = true
    return try await text(request, for: what)
  }

  private func text(_ request: HTTPRequest, for what: String) async throws -> String {
    let sending = CredentialRequest(
      request,
      in: context,
      timeouts: timeouts,
      retries: context.metadataRetries.limited(to: attempts)
    )
    let response: HTTPResponse
    do {
      response = try await sending.send()
    } catch let error as ToolError {
      throw absence(of: what, after: error, isToken: request.method == .put)
    }
    guard response.status == 200 else {
      let reason = response.reason.map { ": \($0)" } ?? ""
      throw absence("answers the request for \(what) with HTTP \(response.status)\(reason)")
    }
    guard !response.body.isEmpty else { throw absence("gives an empty answer for \(what)") }
    return String(decoding: response.body, as: UTF8.self)
  }

  /// Without what follows a line break.
  private func firstLine(_ text: String, of what: String) throws -> String {
    guard let line = text.split(whereSeparator: \.isNewline).first else {
      throw absence("gives an empty answer for \(what)")
    }
    return String(line)
  }
}

extension InstanceMetadata {
  private func absence(_ reason: String) -> MetadataAbsence {
    MetadataAbsence(reason: "the EC2 metadata service at \(endpoint.origin) \(reason)")
  }

  /// The answer to the request for a token has a hop limit of 1 unless the instance is configured otherwise:
  /// in a container the connection is established, but no answer arrives. Source:
  /// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
  private func absence(of what: String, after error: ToolError, isToken: Bool) -> MetadataAbsence {
    switch error.code {
    case .transport(.cannotConnect), .transport(.notConnected), .transport(.unknownHost):
      return MetadataAbsence(reason: nil)
    case .transport(.timedOut), .transport(.connectionLost):
      guard isToken else { return absence("does not answer the request for \(what)") }
      var silence = absence("does not answer the request for a token: in a container its hop limit must be 2")
      silence.next = .raiseHopLimit
      return silence
    default:
      return absence("cannot be asked for \(what): \(error.message)")
    }
  }
}

extension InstanceMetadata {
  /// The settings, each by a variable or by the same name in lower case in the profile.
  private struct Settings {
    let environment: Environment
    let profile: Profile

    subscript(variable: String) -> String? { environment[variable] ?? profile[Self.key(variable)] }

    private static func key(_ variable: String) -> String {
      let name = variable.lowercased()
      return name.hasPrefix("aws_") ? String(name.dropFirst("aws_".count)) : name
    }

    /// Where a setting comes from, for messages.
    private func source(_ variable: String) -> String {
      environment[variable] == nil ? "\(Self.key(variable)) of profile \(profile.name.onOneLine)" : variable
    }

    func endpoint() throws(ToolError) -> Endpoint {
      let variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
      let standard =
        self["\(variable)_MODE"]?.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
      guard let endpoint = Endpoint(self[variable] ?? standard) else {
        throw ToolError(
          .configuration,
          message: "\(source(variable)) is not a URL such as http://169.254.169.254"
        )
      }
      return endpoint
    }

    /// Nil where it is not set.
    func number(_ variable: String, maximum: Int) throws(ToolError) -> Int? {
      guard let text = self[variable] else { return nil }
      guard let number = Int(text), (1...maximum).contains(number) else {
        throw ToolError(
          .configuration,
          message:
            "\(source(variable)) is \"\(text.onOneLine(atMost: 100))\": it must be a number from 1 to \(maximum)"
        )
      }
      return number
    }
  }
}
