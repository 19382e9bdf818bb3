import TestSupport
import Testing
import Toolkit

@testable import Postgres

/// `--wait-for-server`: a server that is starting up.
@Suite(.inTurn) struct ServerWaitTests {
  private static let refused = ConnectionFailure(reasons: ["connection refused"])
  private static let starting = ConnectionFailure(
    reasons: ["the database system is starting up"],
    sqlState: .cannotConnectNow
  )

  private func target(waiting: Duration) throws -> ConnectionTarget {
    var target = try ConnectionTarget.test("postgresql://u:p@localhost:1/d")
    target.serverWait = waiting
    return target
  }

  @Test func `a server that comes up is reached, with one note about the wait`() throws {
    let errors = RecordedOutput()
    var failures = Array(repeating: Self.refused, count: 3) + Array(repeating: Self.starting, count: 3)
    let result = try ServerWait(target(waiting: .seconds(60)), console: .noting(errors)).connect {
      if !failures.isEmpty { throw failures.removeFirst() }
      return "connected"
    }
    #expect(result == "connected")
    #expect(
      errors.text
        == "waiting up to 60 s for PostgreSQL at u@localhost:1/d: the database system is starting up\n"
    )
  }

  @Test func `a server that does not come up ends the wait, with the last reason`() throws {
    var count = 0
    let start = ContinuousClock.now
    let error = try toolError {
      try ServerWait(target(waiting: .seconds(2)), console: .silent).connect {
        count += 1
        throw count < 3 ? Self.refused : Self.starting
      }
    }
    #expect(error.sqlState == .cannotConnectNow)
    #expect(count >= 3 && ContinuousClock.now - start < TestTime.step)
  }

  @Test(arguments: [
    (ConnectionFailure(reasons: ["no"], sqlState: .invalidPassword), 60),
    (ConnectionFailure(reasons: ["no"], sqlState: .unknownDatabase), 60), (refused, 0), (starting, 0),
  ])
  func `a lasting failure is not waited for, and without the option no failure is`(
    failure: ConnectionFailure,
    seconds: Int
  )
    throws
  {
    var count = 0
    _ = try toolError {
      try ServerWait(target(waiting: .seconds(seconds)), console: .silent).connect {
        count += 1
        throw failure
      }
    }
    #expect(count == 1)
  }
}
