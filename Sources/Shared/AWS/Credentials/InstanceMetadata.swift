import Toolkit

/// The metadata service of an EC2 instance, in its second version: the first one, which any request that is passed on can
/// reach, is never asked.
///
/// Where nobody answers there is no instance: that is no error.
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
struct InstanceMetadata {
  private let endpoint: Endpoint
  private let timeouts: Timeouts
  private let attempts: Int
  private let context: CredentialContext

  /// Nil where `AWS_EC2_METADATA_DISABLED` says so.
  ///
  /// - Throws: `ToolError` with the code `.configuration` for settings that make no sense.
  init?(_ profile: Profile, in context: CredentialContext) throws(ToolError) {
    if context.environment.isTrue("AWS_EC2_METADATA_DISABLED") { return nil }
    let settings = Settings(environment: context.environment, profile: profile)
    endpoint = try settings.endpoint()
    let timeout = try settings.number("AWS_METADATA_SERVICE_TIMEOUT", maximum: 600)
    timeouts = Timeouts(connect: .seconds(timeout), read: .seconds(timeout), total: .seconds(timeout))
    attempts = try settings.number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", maximum: 100)
    self.context = context
  }

  /// The region that the instance is in.
  ///
  /// - Throws: `ToolError` with the code `.response` for what cannot be a region. Its words are not repeated: a server may
  ///   answer with what it was sent.
  func region() async throws -> String? {
    guard let token = try await token(), let region = try await text("placement/region", token)?.firstLine
    else { return nil }
    guard Region.isValid(region) else {
      throw ToolError(
        .response,
        "the metadata service at \(endpoint.origin) names something as the region that cannot be one",
        next: .nameRegion
      )
    }
    return region
  }

  /// What the service says of the credentials of the instance's role; nil where there are none.
  func credentials() async throws -> JSONValue? {
    let folder = "iam/security-credentials/"
    guard let token = try await token(), let role = try await text(folder, token)?.firstLine,
      let body = try await text("\(folder)\(role.percentEncoded())", token),
      let document = try? JSONValue(parsing: Array(body.utf8)),
      document["Code"] == nil || document["Code"] == "Success"
    else { return nil }
    return document
  }

  private func token() async throws -> String? {
    var request = HTTPRequest(
      .put,
      endpoint.appending("latest/api/token"),
      headers: ["x-aws-ec2-metadata-token-ttl-seconds": "21600"]
    )
    request.isDirect = true
    guard let token = try await text(request) else { return nil }
    return token.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? token : nil
  }

  private func text(_ path: String, _ token: String) async throws -> String? {
    var request = HTTPRequest(
      .get,
      endpoint.appending("latest/meta-data/\(path)"),
      headers: ["x-aws-ec2-metadata-token": token]
    )
    request.isDirect = true
    return try await text(request)
  }

  /// Nil for whatever is not a good answer.
  private func text(_ request: HTTPRequest) async throws -> String? {
    let sending = CredentialRequest(
      request: request,
      timeouts: timeouts,
      retries: context.metadataRetries.limited(to: attempts),
      context: context
    )
    do {
      let response = try await sending.send()
      return response.status == 200 && !response.body.isEmpty
        ? String(decoding: response.body, as: UTF8.self) : nil
    } catch is ToolError {
      return nil
    }
  }
}

extension InstanceMetadata {
  /// What can be set, by a variable or by the same name in lower case in the profile.
  private struct Settings {
    let environment: Environment
    let profile: Profile

    subscript(variable: String) -> String? {
      let key = variable.lowercased()
      let name = key.hasPrefix("aws_") ? String(key.dropFirst("aws_".count)) : key
      return environment[variable] ?? profile[name]
    }

    func endpoint() throws(ToolError) -> Endpoint {
      let variable = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
      let standard =
        self["\(variable)_MODE"]?.lowercased() == "ipv6" ? "http://[fd00:ec2::254]" : "http://169.254.169.254"
      guard let endpoint = Endpoint(self[variable] ?? standard) else {
        throw ToolError(.configuration, "\(variable) is no URL: http://169.254.169.254 is one")
      }
      return endpoint
    }

    func number(_ variable: String, maximum: Int) throws(ToolError) -> Int {
      guard let text = self[variable] else { return 1 }
      guard let number = Int(text), (1...maximum).contains(number) else {
        throw ToolError(
          .configuration,
          "\(variable) is \"\(text.onOneLine(atMost: 100))\": it must be a number from 1 to \(maximum)"
        )
      }
      return number
    }
  }
}

/// The credentials of the instance's role.
struct InstanceCredentials: CredentialSource {
  let metadata: InstanceMetadata
  let context: CredentialContext
  /// What to say where there are none.
  let absence: ToolError

  let name = "the EC2 instance"

  func fetch(anew: Bool) async throws -> Credentials {
    guard let document = try await metadata.credentials() else { throw absence }
    let found = try CredentialDocument.metadata.credentials(in: document, from: self)
    return extended(found)
  }

  /// An instance that AWS's own trouble keeps from getting new ones goes on with the old ones: AWS prolongs them then.
  private func extended(_ found: Credentials) -> Credentials {
    let now = context.now()
    guard let expiry = found.expiry, expiry.since(now) < .seconds(15 * 60) else { return found }
    return Credentials(
      accessKeyID: found.accessKeyID,
      secretAccessKey: found.secretAccessKey,
      sessionToken: found.sessionToken,
      expiry: now.adding(minutes: 15 + .random(in: 2...10))
    )
  }
}

extension String {
  /// Without what follows a line break; nil where that is nothing.
  fileprivate var firstLine: String? {
    split(whereSeparator: \.isNewline).first.map { String($0) }
  }
}
