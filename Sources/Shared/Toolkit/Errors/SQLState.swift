/// PostgreSQL's error code of five characters, which is the same in every language of its messages.
///
/// `catch SQLState.undefinedTable` matches a `ToolError` that carries it.
package struct SQLState: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package static let protocolViolation = SQLState(rawValue: "08P01")
  package static let featureNotSupported = SQLState(rawValue: "0A000")
  package static let invalidParameterValue = SQLState(rawValue: "22023")
  package static let notNullViolation = SQLState(rawValue: "23502")
  package static let uniqueViolation = SQLState(rawValue: "23505")
  package static let activeTransaction = SQLState(rawValue: "25001")
  package static let invalidAuthorization = SQLState(rawValue: "28000")
  package static let invalidPassword = SQLState(rawValue: "28P01")
  package static let invalidTransactionTermination = SQLState(rawValue: "2D000")
  package static let unknownDatabase = SQLState(rawValue: "3D000")
  package static let insufficientPrivilege = SQLState(rawValue: "42501")
  package static let syntaxError = SQLState(rawValue: "42601")
  package static let duplicateColumn = SQLState(rawValue: "42701")
  package static let undefinedColumn = SQLState(rawValue: "42703")
  package static let undefinedObject = SQLState(rawValue: "42704")
  package static let duplicateObject = SQLState(rawValue: "42710")
  package static let duplicateFunction = SQLState(rawValue: "42723")
  package static let undefinedTable = SQLState(rawValue: "42P01")
  package static let duplicateDatabase = SQLState(rawValue: "42P04")
  package static let duplicateSchema = SQLState(rawValue: "42P06")
  package static let duplicateTable = SQLState(rawValue: "42P07")
  package static let objectInUse = SQLState(rawValue: "55006")
  package static let queryCanceled = SQLState(rawValue: "57014")
  package static let cannotConnectNow = SQLState(rawValue: "57P03")
  package static let undefinedFile = SQLState(rawValue: "58P01")

  /// Whether the error is PostgreSQL's error of this state.
  package static func ~= (state: SQLState, error: any Error) -> Bool {
    (error as? ToolError)?.sqlState == state
  }
}
