import TestSupport
import Testing
import Toolkit

@testable import Postgres

/// A server may send megabytes of text, with control characters for the terminal.
@Suite(.inTurn) struct ServerWordsTests {
  private static let megabytes = String(repeating: "a\u{1B}[31m\u{9B}1m\u{7F}\r\n", count: 400_000)

  private static func expectReadable(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(text.contains("…") && text.utf8.count < 20_000, sourceLocation: sourceLocation)
    let controls = text.unicodeScalars.filter { $0.isControl && $0 != "\n" }
    #expect(controls.isEmpty, sourceLocation: sourceLocation)
  }

  @Test func `the text of a server's error is shortened and cleaned before it is interpreted`() throws {
    let refusal = ScriptedPostgres.report(
      "E",
      [
        "S": "ERROR", "V": "ERROR", "C": "22012", "M": Self.megabytes, "D": Self.megabytes,
        "H": Self.megabytes, "W": Self.megabytes,
      ]
    )
    let server = try ScriptedPostgres(answer: refusal)
    defer { server.shutdown() }
    let start = ContinuousClock.now
    let connection = try PostgresConnection(to: .test(server.url), console: .silent)
    let error = try postgresError { try connection.query("SELECT 1", to: "ask") }
    Self.expectReadable(error.description)
    #expect(error.sqlState == SQLState(rawValue: "22012"))
    // Work that grows with the square of the text's length would take hours.
    #expect(ContinuousClock.now - start < TestTime.step)
  }

  @Test func `the text of a server's notice is shortened and cleaned`() throws {
    let notice = ScriptedPostgres.report(
      "N",
      ["S": "NOTICE", "V": "NOTICE", "C": "00000", "M": Self.megabytes, "D": Self.megabytes]
    )
    let refusal = ScriptedPostgres.report("E", ["S": "ERROR", "V": "ERROR", "C": "22012", "M": "no"])
    let server = try ScriptedPostgres(answer: notice + refusal)
    defer { server.shutdown() }
    let errors = RecordedOutput()
    let connection = try PostgresConnection(to: .test(server.url), console: .noting(errors))
    _ = try postgresError { try connection.query("SELECT 1", to: "ask") }
    Self.expectReadable(errors.text)
  }

  @Test func `the text of a refused connection is shortened and cleaned`() throws {
    let words = String(Self.megabytes.prefix(14_000)).replacing("\n", with: " ")
    let refusal = ScriptedPostgres.report("E", ["S": "FATAL", "V": "FATAL", "C": "28P01", "M": words])
    let server = try ScriptedPostgres(startup: refusal)
    defer { server.shutdown() }
    let error = try postgresError { _ = try PostgresConnection(to: .test(server.url), console: .silent) }
    Self.expectReadable(error.description)
    #expect(error.code == .authentication)
  }
}
