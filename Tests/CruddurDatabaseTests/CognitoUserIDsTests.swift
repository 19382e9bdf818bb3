import Cruddur
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import CruddurDatabase

@Suite(.needsPostgreSQL, .inTurn) struct CognitoUserIDsTests {
  private func subs(_ connection: PostgresConnection) throws -> [String: String] {
    let rows = try connection.query("SELECT handle, cognito_user_id FROM public.users", to: "look")
    return try Dictionary(rows.map { try ($0.text("handle"), $0.text("cognito_user_id")) }) { $1 }
  }

  @Test func `each handle has an outcome`() throws {
    try withDatabase(users: [("old", "1"), ("same", "2"), ("twice", "3"), ("twice", "4")]) { database in
      let connection = try database.connect()
      let outcomes = try connection.updateCognitoUserIDs([
        CognitoUserID(handle: "nobody", sub: "9"),
        CognitoUserID(handle: "twice", sub: "4"),
        CognitoUserID(handle: "same", sub: "2"),
        CognitoUserID(handle: "old", sub: "new"),
        CognitoUserID(handle: "no\0body", sub: "9"),
      ])
      #expect(
        outcomes == [
          .noSuchHandle, .of(2, updated: 1), .of(1, updated: 0), .of(1, updated: 1), .noSuchHandle,
        ]
      )
      #expect(try subs(connection) == ["old": "new", "same": "2", "twice": "4"])
    }
  }

  @Test func `all rows that share a handle are updated`() throws {
    try withDatabase(users: [("twice", "3"), ("twice", "4")]) { database in
      let outcomes = try database.connect().updateCognitoUserIDs([CognitoUserID(handle: "twice", sub: "5")])
      #expect(outcomes == [.of(2, updated: 2)])
    }
  }

  @Test func `all rows are counted, changed or not, and a shared handle is always reported`() throws {
    let rows = [("a", "1"), ("a", "1"), ("b", "2"), ("b", "3"), ("c", "4")]
    try withDatabase(users: rows.map { (handle: $0.0, sub: $0.1) }) { database in
      let errors = RecordedOutput()
      let console = Console.noting(errors)
      let users = [("a", "1"), ("b", "3"), ("c", "5"), ("d", "6")].map {
        CognitoUserID(handle: $0.0, sub: $0.1)
      }
      try CruddurDatabase(database.target(), console: console).updateUserIDs(users)
      #expect(
        errors.text == """
          warning: handle 'a' names 2 rows in users; all of them have its id now
          warning: handle 'b' names 2 rows in users; all of them have its id now
          warning: 2 rows updated, 3 rows unchanged, 1 of the pool have no row: d

          """
      )
    }
  }

  @Test func `for a pool user without a row the handle that differs only in capitals is reported`() throws {
    try withDatabase(users: [("Sama", "1"), ("phidel", "2")]) { database in
      let errors = RecordedOutput()
      let users = [("sama", "3"), ("nobody", "4"), ("phidel", "2")].map {
        CognitoUserID(handle: $0.0, sub: $0.1)
      }
      try CruddurDatabase(database.target(), console: .noting(errors)).updateUserIDs(users)
      #expect(
        errors.text == """
          warning: 0 rows updated, 1 row unchanged, 2 of the pool have no row: sama (there is Sama), nobody

          """
      )
    }
  }

  @Test func `quotes and SQL in handles and ids are stored as text`() throws {
    let texts = [
      "", "NULL", "a\"b", "a\\b", "a,b", "{}", "{\"x\"}", "'; drop table public.users; --", "🙂", "e\u{301}",
      "$1",
      " a ", "a\nb",
    ]
    try withDatabase(users: texts.map { ($0, "-") }) { database in
      let connection = try database.connect()
      let outcomes = try connection.updateCognitoUserIDs(
        texts.map { CognitoUserID(handle: $0, sub: "<\($0)>") }
      )
      #expect(outcomes.allSatisfy { $0 == .of(1, updated: 1) })
      #expect(try subs(connection) == Dictionary(uniqueKeysWithValues: texts.map { ($0, "<\($0)>") }))
    }
  }

  @Test func `two Unicode forms of one character are two handles`() throws {
    try withDatabase(users: [("\u{E9}", "1"), ("e\u{301}", "2")]) { database in
      let connection = try database.connect()
      let outcomes = try connection.updateCognitoUserIDs([
        CognitoUserID(handle: "\u{E9}", sub: "1"), CognitoUserID(handle: "e\u{301}", sub: "3"),
      ])
      #expect(outcomes == [.of(1, updated: 0), .of(1, updated: 1)])
    }
  }

  @Test func `a handle given twice is refused`() throws {
    try withDatabase(users: [("a", "1")]) { database in
      let connection = try database.connect()
      let error = try postgresError {
        _ = try connection.updateCognitoUserIDs([
          CognitoUserID(handle: "a", sub: "2"), CognitoUserID(handle: "a", sub: "3"),
        ])
      }
      #expect(error.code == .data)
      #expect(try subs(connection) == ["a": "1"])
    }
  }

  @Test func `for a table without the column the next step adds it and drops nothing`() throws {
    try withDatabase(users: [("a", "1")]) { database in
      let connection = try database.connect()
      try connection.query("ALTER TABLE public.users DROP COLUMN cognito_user_id", to: "set up")
      let error = try postgresError {
        _ = try connection.updateCognitoUserIDs([CognitoUserID(handle: "a", sub: "2")])
      }
      #expect(error.sqlState == .undefinedColumn)
      #expect(error.hint?.contains("ALTER TABLE … ADD COLUMN") == true)
      #expect(error.hint?.contains("db-schema-load") == false)
    }
  }

  @Test func `five thousand users are updated by one statement in one transaction`() throws {
    let users = (1...5000).map { CognitoUserID(handle: "user \($0)", sub: "sub \($0)") }
    try withDatabase(users: users.map { ($0.handle, "-") }) { database in
      let connection = try database.connect()
      try connection.countUpdateStatements()
      let outcomes = try connection.updateCognitoUserIDs(users)
      #expect(outcomes == users.map { _ in .of(1, updated: 1) })
      #expect(try subs(connection)["user 5000"] == "sub 5000")
      #expect(try connection.query("SELECT * FROM update_statements", to: "count").count == 1)
    }
  }

  @Test func `a failure midway changes no row`() throws {
    let users = (1...100).map { CognitoUserID(handle: "user \($0)", sub: "sub \($0)") }
    try withDatabase(users: users.map { ($0.handle, "-") }) { database in
      let connection = try database.connect()
      try connection.query("ALTER TABLE public.users ADD CHECK (cognito_user_id <> 'sub 50')", to: "set up")
      let error = try postgresError { _ = try connection.updateCognitoUserIDs(users) }
      #expect(error.sqlState == SQLState(rawValue: "23514"))
      #expect(try Set(subs(connection).values) == ["-"])
    }
  }
}

extension CognitoUserIDOutcome {
  fileprivate static func of(_ rows: Int, updated: Int) -> CognitoUserIDOutcome {
    CognitoUserIDOutcome(rows: rows, updated: updated)
  }
}

extension PostgresConnection {
  /// Makes the server itself note each UPDATE of the users, whatever the number of rows.
  fileprivate func countUpdateStatements() throws {
    try query("CREATE TABLE update_statements (transaction bigint)", to: "set up")
    try query(
      """
      CREATE FUNCTION note_statement() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO update_statements VALUES (txid_current()); RETURN NULL; END'
      """,
      to: "set up"
    )
    try query(
      """
      CREATE TRIGGER note AFTER UPDATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION note_statement()
      """,
      to: "set up"
    )
  }
}
