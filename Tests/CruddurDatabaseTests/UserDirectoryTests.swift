import Cruddur
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import CruddurDatabase

@Suite(.needsPostgreSQL, .inTurn) struct UserDirectoryTests {
  @Test func `users are returned in the requested order, twice when requested twice`() throws {
    try withDatabase(users: [("phidel", "-"), ("Sama", "-"), ("other", "-")]) { database in
      let users = try UserDirectory(database.connect()).users(withHandles: ["Sama", "phidel", "Sama"])
      #expect(users.map(\.handle) == ["Sama", "phidel", "Sama"])
      #expect(users.map(\.displayName) == ["SAMA", "PHIDEL", "SAMA"])
      #expect(users[0] == users[2])
      #expect(users[0].uuid.count == 36)
    }
  }

  @Test func `two Unicode forms of one character are two handles`() throws {
    try withDatabase(users: [("\u{E9}", "1"), ("e\u{301}", "2")]) { database in
      let users = try UserDirectory(database.connect()).users(withHandles: ["e\u{301}", "\u{E9}"])
      #expect(users.map { Array($0.handle.unicodeScalars) } == [["e", "\u{301}"], ["\u{E9}"]])
    }
  }

  @Test(arguments: [
    (["phidel"], "handle 'phidel' not found in "),
    (["Sama", "x", "sama"], "handles 'x', 'sama' not found in "),
    (["'; drop table public.users; --"], "handle ''; drop table public.users; --' not found in "),
  ])
  func `for an unknown handle the next step names those that exist`(handles: [String], message: String) throws
  {
    try withDatabase(users: [("Sama", "-")]) { database in
      let connection = try database.connect()
      let error = try postgresError { _ = try UserDirectory(connection).users(withHandles: handles) }
      #expect(error.code == .data)
      #expect(error.message == "\(message)\(connection.target)")
      #expect(error.hint == "Choose a handle that is there: 'Sama'; to add one:\n  db-seed --user HANDLE")
    }
  }

  @Test func `an @ before a handle is ignored, unless a user's handle has it`() throws {
    try withDatabase(users: [("Sama", "1"), ("phidel", "2"), ("@phidel", "3")]) { database in
      let users = try UserDirectory(database.connect()).users(withHandles: ["@Sama", "@phidel", "phidel"])
      #expect(users.map(\.handle) == ["Sama", "@phidel", "phidel"])
    }
  }

  @Test(arguments: [
    (["sama"], "Did you mean 'Sama'?"), (["@phidle", "Smaa"], "Did you mean 'phidel', 'Sama'?"),
    (
      ["sama", "nobody"],
      "Choose a handle that is there: 'Sama', 'phidel'; to add one:\n  db-seed --user HANDLE"
    ),
  ])
  func `the error about an unknown handle names a similar one`(handles: [String], hint: String) throws {
    try withDatabase(users: [("Sama", "1"), ("phidel", "2")]) { database in
      let connection = try database.connect()
      let error = try postgresError { _ = try UserDirectory(connection).users(withHandles: handles) }
      #expect(error.hint == hint)
    }
  }

  @Test func `of many handles some are shown, and without any the command that seeds`() throws {
    let users = (1...9).map { ("user \($0)", "-") }
    for (users, hint) in [
      (
        users,
        "Choose a handle that is there: 'user 1', 'user 2', 'user 3', 'user 4', 'user 5', …; to add one:\n  db-seed --user HANDLE"
      ),
      ([], "The table is empty. To add phidel and Sama:\n  db-seed"),
    ] {
      try withDatabase(users: users) { database in
        let connection = try database.connect()
        let error = try postgresError { _ = try UserDirectory(connection).users(withHandles: ["phidel"]) }
        #expect(error.hint == hint)
      }
    }
  }

  @Test func `a handle that two users have is an error`() throws {
    try withDatabase(users: [("Sama", "1"), ("Sama", "2")]) { database in
      let connection = try database.connect()
      let error = try postgresError { _ = try UserDirectory(connection).users(withHandles: ["Sama"]) }
      #expect(error.message == "handle 'Sama' names 2 users in \(connection.target)")
      #expect(error.hint?.hasPrefix("Let one keep it: UPDATE public.users SET handle = ") == true)
    }
  }

  @Test func `for a missing users table the next step is the command that creates it`() throws {
    try withDatabase { database in
      let connection = try database.connect()
      do {
        _ = try UserDirectory(connection).users(withHandles: ["phidel"])
        Issue.record("there is no table")
      } catch SQLState.undefinedTable {
        // The way a tool tells it apart.
      }
      let error = try postgresError { _ = try connection.updateCognitoUserIDs([]) }
      #expect(error.hint == "Load the schema:\n  db-schema-load")
      #expect(error.message.contains("relation \"public.users\" does not exist (42P01)"))
    }
  }
}
