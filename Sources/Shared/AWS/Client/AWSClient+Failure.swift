import Toolkit

extension AWSClient {
  /// The failure as the user reads it: what was called, at which place, why, and what to do.
  ///
  /// - Parameters:
  ///   - table: The table that the operation is about; nil for none.
  ///   - retries: How many there were, where the attempts have run out; else 0.
  func described(_ failure: ToolError, operation: String, table: TableName?, retries: Int) -> ToolError {
    let retried = retries > 0 ? " (reached max retries: \(retries))" : ""
    switch failure.code {
    case .service(let error):
      let reason = error.message.isEmpty ? "the service gave no reason" : error.message
      let subject = table.map { " on table \"\($0)\"" } ?? ""
      return ToolError(
        failure.code,
        message:
          "An error occurred (\(error.code)) when calling the \(operation) operation\(subject) at \(place)\(retried): \(reason)",
        next: nextStep(after: error, operation: operation, table: table),
        operation: operation,
        place: place
      )
    case .transport(.invalidRequest):
      return failure.reworded(
        "cannot send \(operation) to \(target.service.name) at \(place): \(failure.message)"
      )
    case .transport(let transport):
      return ToolError(
        failure.code,
        message:
          "cannot reach \(target.service.name) at \(target.endpoint) for \(operation)\(retried): \(failure.message)",
        next: nextStep(after: transport),
        operation: operation,
        place: place
      )
    case .response, .truncatedResponse:
      return unexpected(operation, reason: failure.message, code: failure.code, retries: retried)
    default:
      return failure
    }
  }

  private var place: String { "\(target.endpoint) (\(target.region), profile \(target.profile.name))" }

  private func nextStep(after failure: TransportFailure) -> NextStep {
    switch failure {
    case .cannotConnect where target.endpoint.isLocal: .startStack(source: target.endpointSource)
    case .unknownHost where target.endpointIsContainerName:
      .useLocalhost(insteadOf: target.endpoint.host, source: target.endpointSource)
    case .certificate: .nameAuthorities
    case .proxy, .proxyNotConnected: .checkProxy
    case .plainHTTP: .useHTTP(insteadOf: target.endpoint.origin, source: target.endpointSource)
    case .tls where !target.endpoint.isAWS: .checkScheme(target.endpoint.origin)
    case .unknownHost: .checkHost(region: target.region)
    default: .checkNetwork
    }
  }

  private func nextStep(after error: ServiceError, operation: String, table: TableName?) -> NextStep? {
    switch error.code {
    case "UnrecognizedClientException" where target.endpoint.isLocal:
      .localKeys
    case "UnrecognizedClientException", "InvalidSignatureException", "InvalidClientTokenId",
      "IncompleteSignature", "SignatureDoesNotMatch", "MissingAuthenticationToken":
      .checkKeys(by: target.identityCommand)
    case _ where error.saysExpired:
      .signInAgain(source: target.credentials?.name ?? "an unknown source")
    case _ where target.misdirectsCognito:
      .misdirectedCognito(source: target.endpointSource ?? "")
    case "UnknownOperationException":
      .isItTheAddress
    case "ResourceNotFoundException" where table != nil && target.mayBeDynamoDBLocal:
      table.flatMap { step(after: error, operation: operation, table: $0) }?
        .rememberingSeparateDatabases(region: target.region)
    case "ResourceNotFoundException" where target.service.id == AWSService.cognito.id:
      .otherPool(list: target.cliCommand("list-user-pools", arguments: ["--max-results", "60"]))
    default:
      table.flatMap { step(after: error, operation: operation, table: $0) }
    }
  }

  private func step(after error: ServiceError, operation: String, table: TableName) -> NextStep? {
    .after(error, operation: operation, table: table.description, identity: target.identityCommand)
  }
}
