import Toolkit

/// Credentials of the container that the tool runs in: ECS, EKS, CloudShell, or another that sets the
/// variables.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
struct ContainerCredentials: CredentialSource, Redacted {
  private let address: String
  private let variable: String
  private let context: CredentialContext

  private static let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
  private static let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
  private static let timeouts = Timeouts(
    connect: Limits.containerService / 2,
    read: Limits.containerService / 2,
    total: Limits.containerService
  )

  /// Nil where the environment names none.
  init?(in context: CredentialContext) {
    guard let found = context.environment.first(of: [Self.relative, Self.full]) else { return nil }
    variable = found.name
    address = found.name == Self.relative ? "http://169.254.170.2\(found.value)" : found.value
    self.context = context
  }

  /// Without the URL: knowing it may be enough to get the credentials.
  var description: String { "ContainerCredentials" }

  var name: String { "the container (\(variable))" }

  func fetch(ignoringCache: Bool) async throws -> Credentials {
    let request = try request()
    let sending = CredentialRequest(
      request,
      in: context,
      timeouts: Self.timeouts,
      retries: context.metadataRetries
    )
    let response: HTTPResponse
    do {
      response = try await sending.send()
    } catch let error as ToolError {
      throw failure(error.message)
    }
    guard response.status == 200 else {
      let reason = response.reason.map { ": \(hidingSecrets(of: request, in: $0))" } ?? ""
      throw failure("it answers with HTTP \(response.status)\(reason)")
    }
    guard let document = try? JSONValue(parsing: response.body) else {
      throw failure("its answer is not a JSON document")
    }
    if document["AccessKeyId"] == nil, let reason = document.reason {
      throw failure("it says \(hidingSecrets(of: request, in: reason))")
    }
    return try CredentialDocument.metadata.credentials(in: document, from: self)
  }

  /// The service's message may repeat the token, or the secret part of the URL.
  private func hidingSecrets(of request: HTTPRequest, in reason: String) -> String {
    let parts = address.split { "/?&=".contains($0) }.filter { $0.utf8.count >= 16 }
    let words = parts.reduce(reason) { $0.replacing($1, with: "****") }
    return ToolError(.credentials, message: words).hiding(request.headers["Authorization"]).message
  }

  private func request() throws(ToolError) -> HTTPRequest {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let endpoint = Endpoint(String(first)) else {
      throw failure("it is not a URL", next: .writeContainerURL)
    }
    guard isAllowed(endpoint) else {
      throw failure(
        "\(endpoint.host) may not be asked over plain http",
        next: .secureContainerURL
      )
    }
    var request = HTTPRequest(.get, at: endpoint, headers: ["Accept": "application/json"])
    request.headers["Authorization"] = try token()
    request.query = parts.count > 1 ? String(parts[1]) : nil
    request.isDirect = true
    return request
  }

  /// An answer over plain http can be intercepted, so the request must not leave the machine.
  private func isAllowed(_ endpoint: Endpoint) -> Bool {
    if endpoint.scheme == "https" { return true }
    let services = ["localhost", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]
    return services.contains(endpoint.host) || endpoint.isLoopbackAddress
  }

  /// The file is read for each request: the token changes.
  private func token() throws(ToolError) -> String? {
    let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN"
    guard let file = context.environment["\(variable)_FILE"] else {
      return try checked(context.environment[variable], from: variable)
    }
    do {
      return try checked(String(decoding: File.contents(of: file), as: UTF8.self), from: file)
    } catch {
      throw error.code == .credentials ? error : failure(error.message)
    }
  }

  private func checked(_ token: String?, from place: String) throws(ToolError) -> String? {
    guard token?.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\n" || $0 == "\0" }) != true else {
      throw failure("the token of \(place) holds a line break")
    }
    return token
  }
}
