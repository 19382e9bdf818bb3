import Toolkit

/// Telling what went wrong.
extension AWSClient {
  /// The failure as the user reads it: what was called, where, why, and what to do.
  ///
  /// - Parameter retries: How many there were, when they are what ran out.
  func told(_ failure: ToolError, _ operation: String, retries: Int) -> ToolError {
    let retried = retries > 0 ? " (reached max retries: \(retries))" : ""
    switch failure.code {
    case .service(let error):
      let reason = error.message.isEmpty ? "the service gave no reason" : error.message
      return ToolError(
        failure.code,
        "An error occurred (\(error.code)) when calling the \(operation) operation\(retried): \(reason)",
        hint: hint(for: error)
      )
    case .transport(let transport):
      return ToolError(
        failure.code,
        "cannot reach \(target.service.name) at \(target.endpoint) for \(operation)\(retried): \(failure.message)",
        hint: hint(for: transport)
      )
    case .response, .truncatedResponse:
      return unexpected(operation, failure.message, code: failure.code, retries: retried)
    default:
      return failure
    }
  }

  private func hint(for failure: TransportFailure) -> String {
    switch failure {
    case .cannotConnect where target.endpoint.isLocal:
      "Is the local stack up? Start it with: scripts/stack up"
    case .certificate: "If your network has its own certificate authority, name its file in AWS_CA_BUNDLE"
    case .proxy: "Check https_proxy, http_proxy and all_proxy; HTTP_PROXY, in capitals, is not read"
    case .unknownHost: "Check the region (\(target.region)), the endpoint and the network"
    default: "Check the network and the endpoint, then run the command again"
    }
  }

  private func hint(for error: ServiceError) -> String {
    let place = "\(target.endpoint), region \(target.region), profile \(target.profile.name)"
    switch error.code {
    case "UnrecognizedClientException" where target.endpoint.isLocal:
      return "\(place): DynamoDB Local takes access keys of letters and digits only"
    case "UnrecognizedClientException", "InvalidSignatureException", "InvalidClientTokenId",
      "IncompleteSignature", "SignatureDoesNotMatch", "MissingAuthenticationToken":
      return "\(place): check the access key and its secret with: aws sts get-caller-identity"
    case _ where error.saysExpired:
      let source = target.credentials?.name ?? "nobody"
      return "\(place): sign in again, the credentials from \(source) are too old"
    case "UnknownOperationException":
      return
        "\(place): is this \(target.service.name)? The address comes from --endpoint-url or AWS_ENDPOINT_URL"
    default:
      return place
    }
  }
}
