import Toolkit

/// An asynchronous operation on a table: the service accepts it, and carries it out later.
package enum TableChange: Sendable {
  case creation
  case deletion
  case update

  /// `the creation of table "messages"`
  func text(of table: TableName) -> String {
    let noun =
      switch self {
      case .creation: "creation"
      case .deletion: "deletion"
      case .update: "update"
      }
    return "the \(noun) of table \"\(table)\""
  }

  /// Sends the operation. Where it is unknown whether it was accepted, the error says so.
  ///
  /// - Throws: `ToolError`, also in place of the `CallFailure` that `send` throws.
  func request<Result>(of table: TableName, send: () async throws -> Result) async throws -> Result {
    do {
      return try await send()
    } catch let failure as CallFailure {
      let error = failure.error
      guard failure.earlierAttemptMayHaveSucceeded || error.mayHaveBeenDone else { throw error }
      throw error.reworded("\(error.message); \(doubt(table))")
    } catch is CancellationError {
      throw ToolError(.unfinished, message: doubt(table), next: .lookAtTables)
    }
  }

  private func doubt(_ table: TableName) -> String {
    "it is not known whether \(text(of: table)) was accepted"
  }
}
