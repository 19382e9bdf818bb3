import Toolkit

/// The token of `aws sso login` in `~/.aws/sso/cache`, and its renewal.
struct SSOToken {
  private let settings: SSOSettings
  private let profile: Profile
  private let context: CredentialContext
  private let path: String

  /// Nil without a home directory.
  init?(_ settings: SSOSettings, profile: Profile, in context: CredentialContext) {
    let name = Digest.sha1((settings.session ?? settings.startURL).utf8).hex
    guard let path = context.environment.expandingHome(in: "~/.aws/sso/cache/\(name).json") else {
      return nil
    }
    self.settings = settings
    self.profile = profile
    self.context = context
    self.path = path
  }

  /// A token that is valid now; nil where there is none.
  func current() async throws -> String? {
    guard let bytes = try? File.contents(of: path), let document = try? JSONValue(parsing: bytes),
      let token = document["accessToken"]?.string,
      let expiry = document["expiresAt"]?.string.flatMap({ Timestamp(expiry: $0) })
    else {
      context.console.trace("there is no SSO token in \(path)")
      return nil
    }
    let left = expiry.since(context.now())
    if settings.session != nil, left < Limits.renewalAdvised, let renewed = try await renewed(document) {
      return checked(renewed)
    }
    return left > .zero ? checked(token) : nil
  }

  /// Nil for a token that is not valid in a header field.
  private func checked(_ token: String) -> String? {
    !token.isEmpty && token.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? token : nil
  }
}

// MARK: - Renewal

extension SSOToken {
  private static let parts = ["clientId", "clientSecret", "refreshToken"]

  /// A new token, which is also stored for the AWS CLI; nil where renewal is not possible.
  private func renewed(_ document: JSONValue) async throws -> String? {
    guard Self.parts.allSatisfy({ document[$0]?.string?.isEmpty == false }), isRegistered(document) else {
      return nil
    }
    guard let answer = try await answer(to: document), let token = answer["accessToken"]?.string,
      !token.isEmpty, let seconds = answer["expiresIn"]?.integer, (1...31_536_000).contains(seconds)
    else { return nil }
    keep(document, token: token, seconds: seconds, refreshToken: answer["refreshToken"])
    return token
  }

  private func isRegistered(_ document: JSONValue) -> Bool {
    guard let text = document["registrationExpiresAt"]?.string, let end = Timestamp(expiry: text) else {
      return true
    }
    return end > context.now()
  }

  /// Nil where the service refuses or cannot be reached: the old token may still be valid.
  private func answer(to document: JSONValue) async throws -> JSONValue? {
    let endpoint = try context.endpoint(of: .ssoOIDC, in: settings.region, profile: profile)
    var input: JSONObject = ["grantType": "refresh_token"]
    for part in Self.parts { input[part] = document[part] }
    let request = HTTPRequest(
      .post,
      at: endpoint.appending("token"),
      headers: ["Content-Type": "application/json"],
      body: input.encoded()
    )
    do {
      let response = try await CredentialRequest(request, in: context).send()
      return response.status == 200 ? try? JSONValue(parsing: response.body) : nil
    } catch is ToolError {
      return nil
    }
  }

  private func keep(_ document: JSONValue, token: String, seconds: Int, refreshToken: JSONValue?) {
    let expiry = Timestamp(microseconds: context.now().microseconds + Int64(seconds) * 1_000_000)
    var file = JSONObject(document)
    file["accessToken"] = .string(token)
    file["expiresAt"] = .string(expiry.iso8601Seconds)
    if let refreshToken { file["refreshToken"] = refreshToken }
    do {
      try PrivateFile.replace(path, with: file.encoded(.pythonLine))
    } catch {
      context.console.warn("the renewed SSO token is not kept: \(error.message)")
    }
  }
}
