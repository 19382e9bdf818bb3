import Shared

/// What became of one handle.
package enum CognitoUserIDOutcome: Sendable, Equatable {
  /// So many rows got the id; several when they share the handle.
  case updated(rows: Int)
  /// Every row with the handle had the id before.
  case unchanged
  /// No row has the handle.
  case noSuchHandle
}

extension PostgresConnection {
  /// Writes the pool's ids into `public.users` by one statement: all rows are changed, or none is.
  ///
  /// - Returns: an outcome for each user, in the order given.
  /// - Throws: `PostgresError`; with the code `.data` when a handle is given twice.
  package func updateCognitoUserIDs(_ users: [CognitoUserID]) throws -> [CognitoUserIDOutcome] {
    let handles = users.map(\.handle)
    let repeated = Dictionary(grouping: handles) { $0 }.values.first { $0.count > 1 }?.first
    if let repeated { throw PostgresError(.data, "handle '\(repeated)' is given more than once") }
    // A text with NUL is in no row, and cannot be asked for.
    let askable = users.filter { !$0.handle.utf8.contains(0) }
    let rows = try query(
      Self.updateStatement(askable),
      to: "update the Cognito user ids"
    )
    var outcomes: [String: CognitoUserIDOutcome] = [:]
    for row in rows { outcomes[try row.text("handle")] = try Self.outcome(row) }
    return handles.map { outcomes[$0] ?? .noSuchHandle }
  }

  private static func updateStatement(_ users: [CognitoUserID]) -> SQL {
    """
    WITH pool AS (
      SELECT * FROM unnest(\(users.map(\.handle))::text[], \(users.map(\.sub))::text[]) AS pool(handle, sub)
    ), found AS (
      SELECT handle, count(*) AS rows FROM public.users JOIN pool USING (handle) GROUP BY handle
    ), changed AS (
      UPDATE public.users SET cognito_user_id = pool.sub FROM pool
      WHERE users.handle = pool.handle AND users.cognito_user_id IS DISTINCT FROM pool.sub
      RETURNING users.handle
    ), counted AS (
      SELECT handle, count(*) AS rows FROM changed GROUP BY handle
    )
    SELECT handle, COALESCE(counted.rows, 0) AS updated
    FROM found LEFT JOIN counted USING (handle)
    """
  }

  private static func outcome(_ row: PostgresRow) throws(PostgresError) -> CognitoUserIDOutcome {
    let rows = try Int(row.text("updated")) ?? 0
    return rows > 0 ? .updated(rows: rows) : .unchanged
  }
}
