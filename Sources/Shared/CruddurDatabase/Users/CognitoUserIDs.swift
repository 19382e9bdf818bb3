import Cruddur
import Postgres
import Toolkit

/// The outcome of one handle.
package struct CognitoUserIDOutcome: Sendable, Equatable {
  /// How many rows have the handle; several when they share it.
  package let rows: Int
  /// How many of them were changed.
  package let updated: Int

  /// No row has the handle.
  static let noSuchHandle = CognitoUserIDOutcome(rows: 0, updated: 0)
}

extension PostgresConnection {
  /// Writes the pool's ids into `public.users` by one statement.
  ///
  /// - Returns: an outcome for each user, in the order given.
  /// - Throws: `ToolError`; with the code `.data` when a handle is given twice.
  package func updateCognitoUserIDs(_ users: [CognitoUserID]) throws -> [CognitoUserIDOutcome] {
    if let repeated = users.sharing(\.handle).first {
      throw ToolError(.data, message: "handle '\(repeated[0].handle.onOneLine)' is given more than once")
    }
    // A text with NUL cannot be in a row, nor in a query.
    let askable = users.indices.filter { !users[$0].handle.utf8.contains(0) }
    let rows = try query(Self.updateStatement(askable.map { users[$0] }), to: "update the Cognito user ids")
    var outcomes = users.map { _ in CognitoUserIDOutcome.noSuchHandle }
    for row in rows {
      let index = try row.index("position", of: askable.count)
      outcomes[askable[index]] = try CognitoUserIDOutcome(
        rows: row.number("rows"),
        updated: row.number("updated")
      )
    }
    return outcomes
  }

  /// Which of these users have a row, for a dry run: an outcome for each of them, in their order.
  func presence(of users: [CognitoUserID]) throws -> [CognitoUserIDOutcome] {
    let handles = users.map(\.handle).filter { !$0.utf8.contains(0) }
    let rows = try query(
      "SELECT DISTINCT handle FROM public.users WHERE handle = ANY(\(handles)::text[])",
      to: "look up users"
    )
    let present = Set(try rows.map { Array(try $0.text("handle").utf8) })
    return users.map { user in
      present.contains(Array(user.handle.utf8)) ? CognitoUserIDOutcome(rows: 1, updated: 0) : .noSuchHandle
    }
  }

  /// The handles of rows that differ from these only in capital letters, by the given handle.
  func handlesInOtherCase(than handles: [String]) throws -> [String: String] {
    let askable = handles.filter { !$0.utf8.contains(0) }
    let rows = try query(
      """
      SELECT DISTINCT ON (pool.handle) pool.handle AS given, users.handle AS found
      FROM unnest(\(askable)::text[]) AS pool(handle) JOIN public.users ON lower(users.handle) = lower(pool.handle)
      ORDER BY pool.handle, users.handle
      """,
      to: "look up handles in other capitals"
    )
    return Dictionary(try rows.map { (try $0.text("given"), try $0.text("found")) }) { first, _ in first }
  }

  /// Returns a row for each handle that a user has.
  private static func updateStatement(_ users: [CognitoUserID]) -> SQL {
    """
    WITH pool AS (
      SELECT * FROM unnest(\(users.map(\.handle))::text[], \(users.map(\.sub))::text[])
        WITH ORDINALITY AS pool(handle, sub, position)
    ), found AS (
      SELECT position, count(*) AS rows FROM public.users JOIN pool USING (handle) GROUP BY position
    ), changed AS (
      UPDATE public.users SET cognito_user_id = pool.sub FROM pool
      WHERE users.handle = pool.handle AND users.cognito_user_id IS DISTINCT FROM pool.sub
      RETURNING position
    ), counted AS (
      SELECT position, count(*) AS updated FROM changed GROUP BY position
    )
    SELECT position, found.rows, COALESCE(counted.updated, 0) AS updated
    FROM found LEFT JOIN counted USING (position)
    """
  }
}
