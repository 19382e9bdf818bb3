import TestSupport
import Testing
import Toolkit

@testable import Postgres

/// The psql commands that errors suggest.
@Suite struct PsqlSuggestionTests {
  @Test(arguments: [
    (
      "postgresql://u:secret@h:7/d",
      "psql 'host=h port=7 dbname=d user=u' -c 'DROP DATABASE \"x\"'"
    ),
    (
      "postgresql://u:secret@h1:1,h2:2/d?sslmode=verify-full&sslrootcert=/a%20b&sslpassword=secret",
      #"psql 'host=h1,h2 port=1,2 dbname=d sslmode=verify-full sslrootcert='\''/a b'\'' user=u' "#
        + "-c 'DROP DATABASE \"x\"'"
    ),
    (
      "host=h port=7 user='it\\'s' password=secret dbname=d",
      #"psql 'host=h port=7 dbname=d user='\''it\'\''s'\''' -c 'DROP DATABASE "x"'"#
    ),
  ])
  func `psql gets the run's server and user, and no password`(url: String, command: String) throws {
    #expect(try ConnectionTarget.test(url).psqlCommand(#"DROP DATABASE "x""#) == command)
  }

  @Test func `in prod psql uses TLS too`() throws {
    let target = try ConnectionTarget.test("postgresql://u:secret@h.example.com/d", stage: .prod)
    #expect(target.psqlCommand("SELECT 1").contains(" sslmode=require "))
    let service = try ConnectionTarget.test("postgresql://u@h.example.com/d?service=none", stage: .prod)
    #expect(service.psqlCommand("SELECT 1").hasPrefix("PGSSLMODE=require psql 'service=none "))
  }

  @Test func `what an administrator types names another user`() throws {
    let target = try ConnectionTarget.test("postgresql://u:secret@h:7/postgres?sslcert=/c&sslkey=/k")
    #expect(
      target.psqlCommand("SELECT 1", asSameUser: false)
        == "psql 'host=h port=7 dbname=postgres' -c 'SELECT 1'"
    )
  }
}
