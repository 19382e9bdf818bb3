import Toolkit

extension ToolError {
  /// A connection that did not come about.
  init(cannotConnectTo target: ConnectionTarget, _ failure: ConnectionFailure) {
    let message = "cannot connect to \(target): \(failure.reason)"
    let server = failure.sqlState.map { state in
      ServerMessage(severity: "FATAL", sqlState: state, message: failure.reason)
    }
    switch failure.sqlState {
    case .invalidPassword, .invalidAuthorization:
      self.init(.authentication, message, hint: target.checkPassword, server: server)
    case .unknownDatabase:
      let nextStep = "run: \(target.command("db-create"))"
      self.init(.sqlState(.unknownDatabase), message, hint: nextStep, server: server)
    case let state?:
      self.init(.sqlState(state), "\(message) (\(state.rawValue))", server: server)
    case nil where failure.needsPassword:
      self.init(.authentication, message, hint: target.checkPassword)
    case nil:
      self.init(.connection, message, hint: target.checkServer)
    }
  }

  /// A statement that the server refused. The server's detail and hint follow its message.
  init(_ server: ServerMessage, cannot purpose: String, in target: ConnectionTarget) {
    var message = "cannot \(purpose) in \(target): \(server.message)"
    guard let state = server.sqlState else {
      self.init(.connection, message, hint: target.checkServer, server: server)
      return
    }
    message += " (\(state.rawValue))"
    if let detail = server.detail { message += ": \(detail)" }
    self.init(.sqlState(state), message, hint: target.nextStep(after: state) ?? server.hint, server: server)
  }
}

extension ConnectionTarget {
  fileprivate var checkPassword: String {
    switch source {
    case .flag, .variable: "check the user and the password in \(source)"
    case .localDefault: "set CONNECTION_URL=postgresql://user:password@localhost:5432/cruddur"
    }
  }

  fileprivate var checkServer: String {
    switch stage {
    case .local where isOnThisMachine: "is PostgreSQL up? run: scripts/stack up"
    case .local: "is PostgreSQL up? check the host and the port in \(source)"
    case .prod: "check \(source); it uses TLS unless it says sslmode=disable or prefer"
    }
  }

  /// What mends an error of this kind, where a tool of the suite does.
  fileprivate func nextStep(after state: SQLState) -> String? {
    switch state {
    case .undefinedTable: "run: \(command("db-schema-load"))"
    case .undefinedColumn:
      "the table is not Cruddur's; to make it anew, without its rows: \(command("db-schema-load"))"
    default: nil
    }
  }
}
