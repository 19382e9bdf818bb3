import Cruddur
import CruddurDatabase
import Postgres
import Toolkit

/// Checks PostgreSQL: the server of the stage, and its users.
final class UsersCheck {
  private let options: PostgresOptions
  private let context: Context
  /// The users of the database; nil where they cannot be read.
  private(set) var rows: [UserRow]?

  init(_ options: PostgresOptions, context: Context) {
    self.options = options
    self.context = context
  }

  func findings() throws -> [Finding] {
    let target: ConnectionTarget
    do {
      target = try ConnectionTarget(options, in: context)
    } catch {
      return [.failed("postgres", error: error)]
    }
    var findings = [host(of: target)]
    do {
      let connection = try PostgresConnection(to: target, console: context.console)
      findings.append(
        .ok("postgres", message: "\(target) answers, version \(connection.serverVersion / 10_000)")
      )
      let rows = try UserDirectory(connection).allUsers()
      self.rows = rows
      findings += users(rows)
    } catch let error as ToolError {
      findings.append(.failed(findings.count == 1 ? "postgres" : "users", error: error))
    }
    return findings
  }

  private func host(of target: ConnectionTarget) -> Finding {
    // A local run with a database elsewhere has been refused before.
    guard context.stage == .prod, target.isLocal else {
      return .ok("stage", message: "\(context.stage): \(target.source)")
    }
    return .wrong(
      "stage",
      message: "this run is prod, and \(target.source) means a database of this machine: \(target)",
      next: .setProdURL
    )
  }

  private func users(_ rows: [UserRow]) -> [Finding] {
    guard !rows.isEmpty else { return [.wrong("users", message: "there are none", next: .seedUsers)] }
    let doubled = rows.sharing(\.handle).map { $0[0].handle }
    guard doubled.isEmpty else {
      return [
        .wrong(
          "users",
          message: "\(counted(doubled.count, of: "handle")) of several users: \(listed(doubled))",
          next: .oneUserAHandle
        )
      ]
    }
    return [.ok("users", message: counted(rows.count, of: "user"))]
  }
}
