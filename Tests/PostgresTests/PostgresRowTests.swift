import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct PostgresRowTests {
  @Test(arguments: [("1", 0), ("3", 2)])
  func `a position from the database counts from 1`(text: String, index: Int) throws {
    let row = PostgresRow(columns: ["position"], values: [text])
    #expect(try row.index("position", of: 3) == index)
  }

  @Test(arguments: [
    ("0", 3), ("4", 3), ("7", 1), ("1", 0), ("-1", 3), ("-9223372036854775808", 3),
    ("9223372036854775807", 3),
    ("9223372036854775808", 3), ("one", 3), (nil, 3),
  ])
  func `a position out of range is an error, not a crash`(text: String?, count: Int) throws {
    let row = PostgresRow(columns: ["position"], values: [text])
    let error = try postgresError { _ = try row.index("position", of: count) }
    #expect(error.code == .data)
    #expect(error.message.contains("position"))
  }
}
