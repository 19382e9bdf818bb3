import Cruddur
import Postgres
import Toolkit

/// Looks up Cruddur's users by handle.
package struct UserDirectory {
  private let connection: PostgresConnection

  package init(_ connection: PostgresConnection) {
    self.connection = connection
  }

  /// Connects to the database of the run's options.
  ///
  /// - Throws: `ToolError`, or `CancellationError`.
  package init(_ options: PostgresOptions, in context: Context) throws {
    let target = try ConnectionTarget(options, in: context)
    self.init(try PostgresConnection(to: target, console: context.console))
  }

  /// The users with these handles, in the same order, by one statement. `@Sama` means Sama, unless a user has
  /// the handle `@Sama`.
  ///
  /// - Throws: `ToolError` with the code `.data` for a handle of no user or of more than one.
  package func users(withHandles handles: [String]) throws -> [User] {
    let asked = handles + handles.map(UserHandle.withoutSign)
    let rows = try connection.query(
      "SELECT uuid, display_name, handle FROM public.users WHERE handle = ANY(\(asked)::text[])",
      to: "look up users"
    )
    let users = try rows.map(Self.user)
    let found = users.grouped(by: \.handle)
    func named(_ handle: String) -> [User]? {
      found[Array(handle.utf8)] ?? found[Array(UserHandle.withoutSign(handle).utf8)]
    }
    let missing = handles.filter { named($0) == nil }
    guard missing.isEmpty else { throw try notFound(missing) }
    return try handles.flatMap { handle in
      let users = named(handle) ?? []
      guard users.count == 1 else { throw ambiguous(handle, count: users.count) }
      return users
    }
  }

  /// The one user with this handle, with or without `@` before it; nil where nobody has it, and where several
  /// do.
  package func user(withHandle handle: String) throws -> User? {
    guard !handle.utf8.contains(0) else { return nil }
    let names = [handle, UserHandle.withoutSign(handle)]
    let rows = try connection.query(
      "SELECT uuid, display_name, handle FROM public.users WHERE handle = ANY(\(names)::text[])",
      to: "look up a user"
    )
    let found = try rows.map(Self.user).grouped(by: \.handle)
    let users = names.lazy.compactMap { found[Array($0.utf8)] }.first ?? []
    return users.count == 1 ? users[0] : nil
  }

  /// The one user with this id in the pool; nil where nobody has it, and where several do.
  package func user(withCognitoID id: String) throws -> User? {
    guard !id.utf8.contains(0) else { return nil }
    let users = try connection.query(
      "SELECT uuid, display_name, handle FROM public.users WHERE cognito_user_id = \(id) LIMIT 2",
      to: "look up a user"
    ).map(Self.user)
    return users.count == 1 ? users[0] : nil
  }

  /// The user with this uuid; nil where nobody has it.
  package func user(withUUID uuid: String) throws -> User? {
    try connection.query(
      "SELECT uuid, display_name, handle FROM public.users WHERE uuid::text = \(uuid)",
      to: "look up a user"
    ).map(Self.user).first
  }

  /// Some of the users, in the order of their handles.
  package func users(atMost count: Int) throws -> [User] {
    try connection.query(
      "SELECT uuid, display_name, handle FROM public.users ORDER BY handle, uuid LIMIT \(String(count))::bigint",
      to: "list users"
    ).map(Self.user)
  }

  private static func user(_ row: PostgresRow) throws -> User {
    try User(uuid: row.text("uuid"), displayName: row.text("display_name"), handle: row.text("handle"))
  }

  /// All users, with their ids in the pool, in the order of their handles.
  package func allUsers() throws -> [UserRow] {
    // The users of an earlier week have no e-mail address.
    let rows = try connection.query(
      """
      SELECT uuid, handle, coalesce(to_jsonb(users) ->> 'email', handle || '@example.com') AS email, cognito_user_id
      FROM public.users ORDER BY handle, uuid
      """,
      to: "list users"
    )
    return try rows.map { row in
      try UserRow(
        uuid: row.text("uuid"),
        handle: row.text("handle"),
        email: row.text("email"),
        cognitoUserID: row.text("cognito_user_id")
      )
    }
  }

  private var target: ConnectionTarget { connection.target }

  private func notFound(_ handles: [String]) throws -> ToolError {
    let noun = handles.count == 1 ? "handle" : "handles"
    return ToolError(
      .data,
      message: "\(noun) \(Self.listed(handles.map(UserHandle.withoutSign))) not found in \(target)",
      next: try Self.nextStep(missing: handles, others: allHandles())
    )
  }

  /// Seeding a table that has users would add some of them a second time.
  private static func nextStep(missing: [String], others: [String]) -> NextStep {
    guard !others.isEmpty else { return .seedUsers }
    let near = missing.compactMap { NearName.nearest(to: UserHandle.withoutSign($0), among: others) }
    if near.count == missing.count { return .didYouMean([listed(near)]) }
    let shown = listed(Array(others.prefix(handlesShown)))
    return .chooseHandle("\(shown)\(others.count > handlesShown ? ", …" : "")")
  }

  private static let handlesShown = 5
  /// How many handles are searched for a near one.
  private static let handlesCompared = 10_000

  /// The handles in the order of their letters; of very many the first 10,000.
  func allHandles() throws -> [String] {
    let rows = try connection.query(
      "SELECT DISTINCT handle FROM public.users ORDER BY handle LIMIT \(String(Self.handlesCompared))::bigint",
      to: "look up users"
    )
    return try rows.map { try $0.text("handle") }
  }

  static func listed(_ handles: [String]) -> String {
    handles.map { "'\($0.onOneLine)'" }.joined(separator: ", ")
  }

  private func ambiguous(_ handle: String, count: Int) -> ToolError {
    ToolError(
      .data,
      message: "handle '\(handle.onOneLine)' names \(count) users in \(target)",
      next: .oneUserAHandle
    )
  }
}
