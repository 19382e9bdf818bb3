import TestSupport
import Testing
import Toolkit

@testable import Postgres

/// A local run uses local databases only, and `prod` ignores a local database in `CONNECTION_URL`.
@Suite struct LocalDatabaseTests {
  @Test(arguments: [
    ("postgresql://u:p@x.rds.amazonaws.com:5432/cruddur", "x.rds.amazonaws.com"),
    ("postgresql://u:p@8.8.8.8/d", "8.8.8.8"),
    ("postgresql://u:p@localhost,x.example.com/d", "x.example.com"),
    ("postgresql://u:p@x.example.com,localhost/d", "x.example.com"),
    ("postgresql://u:p@/d?host=x.example.com", "x.example.com"),
    ("postgresql://u:p@localhost/d?hostaddr=8.8.8.8", "8.8.8.8"),
    ("postgresql://u:p@localhost,localhost/d?hostaddr=127.0.0.1,8.8.8.8", "8.8.8.8"),
    ("postgresql://u:p@x.rds.amazonaws.com/d?hostaddr=127.0.0.1", "x.rds.amazonaws.com"),
    ("hostaddr=8.8.8.8 user=u dbname=d", "8.8.8.8"),
    ("host=/tmp,x.example.com user=u dbname=d", "x.example.com"),
  ])
  func `a local run refuses a database that is not local, from whatever source`(url: String, host: String)
    throws
  {
    for variables in [["CONNECTION_URL": url], [:]] {
      let error = try postgresError {
        _ = try ConnectionTarget(
          url: variables.isEmpty ? url : nil,
          stage: .local,
          environment: Environment(variables),
          tool: "tests"
        )
      }
      #expect(error.code == .configuration)
      #expect(error.message.contains(": \(host) is not a local host, and this run is local"), "\(error)")
      #expect(error.hint?.contains("add the argument prod") == true)
      #expect(error.hint?.contains("PROD_CONNECTION_URL") == !variables.isEmpty)
    }
    // With `prod` it is allowed.
    #expect(try !ConnectionTarget.test(url, stage: .prod).isLocal)
  }

  @Test(arguments: [
    "postgresql://u:p@localhost/d", "postgresql://u:p@db/d", "postgresql://u:p@/d",
    "host=/tmp dbname=d user=u",
    "host=@socket dbname=d user=u", "postgresql://u:p@10.0.0.7/d", "postgresql://u:p@my-mac.local/d",
    "postgresql://u:p@host.docker.internal/d", "postgresql://u:p@[::1]/d",
    "postgresql://u:p@localhost,127.0.0.1/d",
    "postgresql://u:p@localhost/d?hostaddr=127.0.0.1", "postgresql://u:p@5432-cruddur.ws-eu1.gitpod.io/d",
  ])
  func `a local run takes a local database, and prod ignores one in CONNECTION_URL`(url: String) throws {
    #expect(try ConnectionTarget.test(url).isLocal)
    let error = try postgresError {
      let environment = Environment(["CONNECTION_URL": url])
      _ = try ConnectionTarget(url: nil, stage: .prod, environment: environment, tool: "tests")
    }
    #expect(
      error.message.hasPrefix("no production database: PROD_CONNECTION_URL is not set, and prod leaves out")
    )
    #expect(error.hint?.hasPrefix("Set PROD_CONNECTION_URL to ") == true)
    // Named for prod it is allowed, because a tunnel to production ends on this machine.
    #expect(try ConnectionTarget.test(url, stage: .prod).isLocal)
    let named = Environment(["PROD_CONNECTION_URL": url])
    #expect(try ConnectionTarget(url: nil, stage: .prod, environment: named, tool: "tests").isLocal)
  }

  @Test func `libpq's defaults are part of the target`() throws {
    let target = try ConnectionTarget.test("host=localhost")
    #expect(target.parameters["user"]?.isEmpty == false)
    #expect(target.parameters["dbname"] == target.parameters["user"])
    #expect(target.parameters["port"] == "5432")
    // Nobody has set an sslmode. The invalid one that makes libpq fill in its defaults must not stay.
    #expect(target.parameters["sslmode"] == nil)
  }
}
