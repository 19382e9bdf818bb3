import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct ConnectionFailureTests {
  @Test func `a reason that several addresses share is reported once`() {
    let failure = ConnectionFailure(
      libpqMessage: """
        connection to server at "localhost" (::1), port 1 failed: Connection refused
        \tIs the server running on that host and accepting TCP/IP connections?
        connection to server at "localhost" (127.0.0.1), port 1 failed: Connection refused
        \tIs the server running on that host and accepting TCP/IP connections?

        """
    )
    #expect(failure.reason == "connection refused")
    #expect(failure.sqlState == nil)
  }

  @Test(
    arguments: [
      ("FATAL:  28P01: password authentication failed", "28P01", "password authentication failed"),
      ("FATAL:  3D000: database \"a:  b\" does not exist", "3D000", "database \"a:  b\" does not exist"),
      ("FATAL:  no state", nil, "no state"),
      ("SSL error: certificate verify failed", nil, "SSL error: certificate verify failed"),
    ] as [(String, String?, String)]
  )
  func `SQLSTATE and message are separated`(text: String, state: String?, reason: String) {
    let line = "connection to server at \"h\" (1.2.3.4), port 5432 failed: \(text)\nLOCATION:  f, x.c:1\n"
    let failure = ConnectionFailure(libpqMessage: line)
    #expect(failure.sqlState?.rawValue == state)
    #expect(failure.reason == reason)
  }

  @Test func `a failure without a text from libpq still has a reason`() {
    #expect(ConnectionFailure(libpqMessage: "").reason == "no reason given")
  }
}
