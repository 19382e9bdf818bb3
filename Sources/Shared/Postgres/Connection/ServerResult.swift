import CLibPQ
import Toolkit

/// One answer of the server, and the only owner of libpq's memory for it.
@safe struct ServerResult: ~Copyable {
  enum Status {
    /// The statement is done; its tag is `CREATE TABLE`, `INSERT 0 3`, `SELECT 2`.
    case done(tag: String)
    /// There was no statement in the text.
    case empty
    case failed(ServerMessage)
    /// The server waits for COPY's data or sends it, which no statement here asks for: the connection cannot
    /// be used again.
    case unexpected(ServerMessage)
  }

  private let result: OpaquePointer

  /// Takes over a result that libpq handed out.
  init(_ result: OpaquePointer) {
    unsafe self.result = unsafe result
  }

  deinit { unsafe PQclear(result) }

  var status: Status {
    let status = unsafe PQresultStatus(result)
    switch status {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return .done(tag: tag)
    case PGRES_EMPTY_QUERY: return .empty
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: return unsafe .failed(Self.message(of: result))
    default:
      let name = unsafe String(cString: PQresStatus(status))
      return .unexpected(
        ServerMessage(severity: "FATAL", sqlState: .protocolViolation, message: "unexpected answer \(name)")
      )
    }
  }

  private var tag: String {
    guard let tag = unsafe PQcmdStatus(result) else { return "" }
    return unsafe String(cString: tag).fromServer
  }

  /// The rows of a statement that is done; most have none.
  var rows: [PostgresRow] {
    let fields = unsafe 0..<PQnfields(result)
    let columns = fields.map { field in
      unsafe PQfname(result, field).map { unsafe String(cString: $0) } ?? ""
    }
    return unsafe (0..<PQntuples(result)).map { row in
      PostgresRow(columns: columns, values: fields.map { value(row, field: $0) })
    }
  }

  private func value(_ row: Int32, field: Int32) -> String? {
    guard unsafe PQgetisnull(result, row, field) == 0, let value = unsafe PQgetvalue(result, row, field)
    else { return nil }
    return unsafe String(cString: value)
  }

  /// The fields of an error or a notice, without control characters: a server's words must not draw on the
  /// terminal.
  ///
  /// Where the message is not from the server, it is the first line of libpq's own.
  static func message(of result: OpaquePointer) -> ServerMessage {
    func field(_ code: Character) -> String? {
      let code = Int32(code.asciiValue ?? 0)
      return unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0).fromServer }
    }
    let text = unsafe PQresultErrorMessage(result).map { unsafe String(cString: $0) } ?? ""
    return ServerMessage(
      severity: field("V") ?? field("S") ?? "ERROR",
      sqlState: field("C").map(SQLState.init(rawValue:)),
      message: field("M") ?? String(text.unicodeScalars.prefix { $0 != "\n" }).fromServer,
      detail: field("D"),
      hint: field("H"),
      context: field("W"),
      column: field("c"),
      position: field("P").flatMap { Int($0) }
    )
  }
}
