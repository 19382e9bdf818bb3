import TestSupport
import Testing
import Toolkit

@testable import Postgres

/// What to do after a server has refused a connection.
@Suite struct AccessAdviceTests {
  private func hint(_ url: String, _ failure: ConnectionFailure) throws -> String? {
    ToolError(cannotConnectTo: try ConnectionTarget.test(url), failure: failure).hint
  }

  private static let refusal = ConnectionFailure(
    reasons: ["no pg_hba.conf entry for host \"10.0.0.1\", user \"u\", database \"d\", no encryption"],
    sqlState: .invalidAuthorization
  )

  @Test(arguments: [
    ("postgresql://u:p@localhost/d?sslmode=disable", "leave sslmode=disable out of --connection-url"),
    ("postgresql://u:p@%2Fvar%2Frun/d?sslmode=disable", "(peer); with a password connect to localhost"),
    ("postgresql:///d?host=/var/run", "(peer); with a password connect to localhost"),
    ("postgresql://u:p@localhost/d", "Check the user and the password in --connection-url"),
  ])
  func `a refusal by the server's access rules tells what may change it`(url: String, advice: String) throws {
    let hint = try hint(url, Self.refusal)
    #expect(hint?.contains(advice) == true, "\(hint ?? "")")
  }

  @Test func `a wrong password is not taken for a missing encryption`() throws {
    let failure = ConnectionFailure(reasons: ["no"], sqlState: .invalidPassword)
    let hint = try hint("postgresql://u:p@localhost/d?sslmode=disable", failure)
    #expect(hint == "Check the user and the password in --connection-url")
  }
}
