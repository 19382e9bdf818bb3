import Toolkit

extension ToolError {
  /// A connection that failed.
  init(cannotConnectTo target: ConnectionTarget, failure: ConnectionFailure) {
    let message = "cannot connect to \(target): \(failure.reason)"
    let server = failure.sqlState.map { state in
      ServerMessage(severity: "FATAL", sqlState: state, message: failure.reason)
    }
    switch failure.sqlState {
    case .invalidPassword:
      self.init(.authentication, message: message, next: target.checkPassword, server: server)
    case .invalidAuthorization:
      self.init(.authentication, message: message, next: target.checkAccess, server: server)
    case .unknownDatabase:
      self.init(.sqlState(.unknownDatabase), message: message, next: .createDatabase, server: server)
    case let state?:
      self.init(.sqlState(state), message: "\(message) (\(state.rawValue))", server: server)
    case nil where failure.needsPassword:
      self.init(.authentication, message: message, next: target.checkPassword)
    case nil:
      self.init(.connection, message: message, next: target.checkServer)
    }
  }

  /// A statement that the server refused. The server's detail and hint follow its message.
  init(_ server: ServerMessage, cannot purpose: String, in target: ConnectionTarget) {
    var message = "cannot \(purpose) in \(target): \(server.message)"
    guard let state = server.sqlState else {
      self.init(.connection, message: message, next: target.checkServer, server: server)
      return
    }
    message += " (\(state.rawValue))"
    if let detail = server.detail { message += ": \(detail)" }
    self.init(
      .sqlState(state),
      message: message,
      next: target.nextStep(after: state) ?? .server(server.hint),
      server: server
    )
  }
}

extension ConnectionTarget {
  fileprivate var checkPassword: NextStep {
    switch source {
    case .flag, .variable: .checkPassword(in: "\(source)")
    case .localDefault: .setLocalURL
    }
  }

  /// After a server's refusal that is not about a password: of a role that it does not have, or by the rules
  /// of its pg_hba.conf for this host, user, database and encryption.
  fileprivate var checkAccess: NextStep {
    if usesSocket { return .connectByTCP(in: "\(source)") }
    return refusesTLS ? .allowTLS(in: "\(source)") : checkPassword
  }

  fileprivate var checkServer: NextStep {
    if let name = unknownShortName { return .composeName(name, in: "\(source)") }
    return switch stage {
    case .local where isOnThisMachine: .startPostgres(source: source == .localDefault ? nil : "\(source)")
    case .local: .checkServer(in: "\(source)")
    case .prod: .checkTLS(in: "\(source)")
    }
  }

  /// The tool of the suite that fixes an error of this kind, where there is one.
  fileprivate func nextStep(after state: SQLState) -> NextStep? {
    switch state {
    case .undefinedTable: .loadSchema
    case .undefinedColumn: .addColumn
    case .insufficientPrivilege: .grantRight
    default: nil
    }
  }
}
