import Cruddur
import Postgres
import Toolkit

extension PostgresConnection {
  /// Adds the users whose handles are not in the table yet, by one statement.
  ///
  /// - Parameter firstActivity: An activity of the first user, if that user is new; nil for none.
  /// - Returns: The handles of the users added, and how many activities were.
  package func add(
    _ users: [NewUser],
    firstActivity: String? = nil
  ) throws -> (handles: [String], activities: Int) {
    let rows = try query(Self.additionStatement(users, firstActivity: firstActivity), to: "add users")
    return (rows.compactMap { $0["handle"] }, rows.count { $0["activity"] != nil })
  }

  /// Returns a row for each user and each activity that it adds. An activity expires after ten days.
  private static func additionStatement(_ users: [NewUser], firstActivity: String?) -> SQL {
    """
    WITH given AS (
      SELECT * FROM unnest(
        \(users.map(\.handle))::text[], \(users.map(\.displayName))::text[], \(users.map(\.email))::text[],
        \(users.map(\.cognitoUserID))::text[]
      ) WITH ORDINALITY AS given(handle, display_name, email, cognito_user_id, position)
    ), added AS (
      INSERT INTO public.users (display_name, handle, email, cognito_user_id)
      SELECT given.display_name, given.handle, given.email, given.cognito_user_id FROM given
      WHERE NOT EXISTS (SELECT 1 FROM public.users WHERE users.handle = given.handle)
      ORDER BY position
      RETURNING uuid, handle
    ), activity AS (
      INSERT INTO public.activities (user_uuid, message, expires_at)
      SELECT added.uuid, \(firstActivity)::text, current_timestamp + interval '10 day'
      FROM added JOIN given USING (handle)
      WHERE given.position = 1 AND \(firstActivity)::text IS NOT NULL
      RETURNING uuid
    )
    SELECT added.handle, NULL AS activity FROM added
    UNION ALL SELECT NULL, activity.uuid::text FROM activity
    """
  }
}

extension CruddurDatabase {
  /// The handles of the users that fixtures/seed.sql adds.
  static let builtInHandles = [UserHandle.mine, UserHandle.other]

  /// Adds these users in place of the built-in two; the first of them has the first activity.
  ///
  /// - Parameter users: Each with a handle of its own.
  package func seed(_ users: [NewUser]) throws {
    try step("db-seed") {
      let connection = try connect()
      let added = try connection.add(users, firstActivity: "This is my first crudd!")
      notePresent(users.map(\.handle).filter { !added.handles.contains($0) })
      return ["INSERT 0 \(added.handles.count)", "INSERT 0 \(added.activities)"]
    }
  }

  /// Prints which users existed before a seed.
  func notePresent(_ handles: [String]) {
    guard !handles.isEmpty else { return }
    console.note("there already, and not added: \(UserDirectory.listed(handles))")
  }

  /// Which of the built-in users exist; none where the query fails: the seed itself then reports why.
  func presentBuiltInHandles(_ connection: PostgresConnection) -> [String] {
    let rows = try? connection.query(
      "SELECT handle FROM public.users WHERE handle = ANY(\(Self.builtInHandles)::text[])",
      to: "look up users"
    )
    let found = (rows ?? []).compactMap { $0["handle"] }
    return Self.builtInHandles.filter(found.contains)
  }
}
