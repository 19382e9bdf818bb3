import CLibPQ
import Testing
import Toolkit

/// A connection that sends a text to the server as a whole, by the simple query protocol: the server finds
/// the ends of the statements. Several statements are one transaction there, too.
@safe final class SimpleQuery {
  private let connection: OpaquePointer

  init(to url: String) throws {
    unsafe connection = unsafe try #require(PQconnectdb(url))
    try #require(unsafe PQstatus(connection) == CONNECTION_OK)
  }

  deinit { unsafe PQfinish(connection) }

  /// How the whole text ended.
  struct Outcome: Equatable {
    /// Nil where no statement failed.
    var state: SQLState?
    /// The place of the error in code points, from 1.
    var position: Int?
    /// The first value of the last statement.
    var value: String?
  }

  @discardableResult
  func run(_ text: String) throws -> Outcome {
    let result = unsafe try #require(PQexec(connection, text))
    defer { unsafe PQclear(result) }
    func field(_ code: Character) -> String? {
      let code = Int32(code.asciiValue ?? 0)
      return unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
    let hasValue = unsafe PQntuples(result) > 0 && PQnfields(result) > 0 && PQgetisnull(result, 0, 0) == 0
    let value = unsafe hasValue ? PQgetvalue(result, 0, 0).map { unsafe String(cString: $0) } : nil
    return Outcome(
      state: field("C").map(SQLState.init(rawValue:)),
      position: field("P").flatMap { Int($0) },
      value: value
    )
  }
}
