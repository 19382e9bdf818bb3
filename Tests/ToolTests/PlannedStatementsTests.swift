import ArgumentParser
import Foundation
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import db_create
@testable import db_drop
@testable import db_schema_load
@testable import db_seed
@testable import db_setup
@testable import db_update_cognito_user_ids

/// A dry run of the tools on PostgreSQL prints the statements by which the run itself changes something: the
/// server says which ones it executes.
@Suite(.needsPostgreSQL, .inTurn) struct PlannedStatementsTests {
  /// What is there before each of the two runs.
  enum Beginning {
    case noDatabase
    case emptyDatabase
    case tables
    case users
  }

  @Test(
    arguments: [
      (DBCreate.self, [], .noDatabase), (DBCreate.self, ["--if-not-exists"], .noDatabase),
      (DBDrop.self, [], .users), (DBDrop.self, ["--force"], .users), (DBDrop.self, [], .noDatabase),
      (DBSchemaLoad.self, [], .emptyDatabase), (DBSchemaLoad.self, [], .users),
      (DBSeed.self, [], .tables), (DBSeed.self, [], .users),
      (DBSeed.self, ["--user", "ann:Ann O'Hara:ann@example.com", "--user", "bob"], .users),
      (DBSetup.self, [], .noDatabase), (DBSetup.self, [], .users), (DBSetup.self, ["--force"], .users),
      (DBUpdateCognitoUserIDs.self, [], .users), (DBUpdateCognitoUserIDs.self, ["--add-missing"], .users),
    ] as [(any ParsableCommand.Type, [String], Beginning)]
  )
  func `a dry run prints what the server executes in the run itself`(
    tool: any ParsableCommand.Type,
    arguments: [String],
    beginning: Beginning
  ) async throws {
    let planned = try await run(tool, arguments + ["--dry-run"], from: beginning)
    let real = try await run(tool, arguments, from: beginning)
    #expect(planned.status == 0 && real.status == 0, "\(planned)\n\(real)")
    var plan = try planned.stdout.split(separator: "\n").map(Self.planned)[...]
    #expect(!plan.isEmpty, "\(planned)")
    for statement in Self.executed(real.stderr) {
      if statement == plan.first {
        plan.removeFirst()
      } else {
        let onlyReads = statement.hasPrefix("SELECT ") && !statement.contains("pg_terminate_backend")
        #expect(onlyReads, "not planned here: \(statement)\nbut: \(plan.first ?? "nothing")")
      }
    }
    #expect(plan.isEmpty, "not executed: \(plan)")
  }

  /// Runs a tool on a database of its own.
  private func run(
    _ tool: any ParsableCommand.Type,
    _ arguments: [String],
    from beginning: Beginning
  ) async throws -> ToolRun {
    let name = TestDatabase.uniqueName("planned")
    defer { #expect(throws: Never.self) { try TestDatabase.drop(name) } }
    var world = ToolWorld(variables: ["CONNECTION_URL": try TestServer.url(database: name)])
    if beginning != .noDatabase { try TestDatabase.create(name) }
    if beginning == .tables || beginning == .users { _ = try await world.run(DBSchemaLoad.self) }
    if beginning == .users { _ = try await world.run(DBSeed.self) }
    let says = TestServer.percentEncoded("-c log_statement=all -c client_min_messages=log")
    world = ToolWorld(variables: [
      "CONNECTION_URL": try TestServer.url(database: name, parameters: "options=\(says)"),
      "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI",
      "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://127.0.0.1:9",
    ])
    if let tool = tool as? any Tool.Type { return try await world.run(tool, arguments) }
    return try await world.run(tool, arguments, ScriptedTransport([.answer(200, Self.pool)]))
  }

  private static let pool = #"""
    {"Users":[{"Username":"a","UserStatus":"CONFIRMED","Enabled":true,"Attributes":[{"Name":"sub","Value":"s-1"},
    {"Name":"preferred_username","Value":"phidel"},{"Name":"email","Value":"p@example.com"}]},
    {"Username":"b","UserStatus":"CONFIRMED","Enabled":true,"Attributes":[{"Name":"sub","Value":"s-2"},
    {"Name":"preferred_username","Value":"new"},{"Name":"email","Value":"n@example.com"}]}]}
    """#

  /// A line of a dry run, as the server words it.
  private static func planned(_ line: Substring) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let statement = try #require(object?["sql"] as? String)
    let binds = (object?["binds"] as? [Any] ?? []).enumerated().map { index, value in
      let text = (value as? String).map { "'\($0.replacing("'", with: "''"))'" } ?? "NULL"
      return "$\(index + 1) = \(text)"
    }
    let values = binds.isEmpty ? "" : "\nDETAIL:  parameters: \(binds.joined(separator: ", "))"
    return comparable(statement + values)
  }

  /// What the server says that it executes.
  private static func executed(_ notes: String) -> [String] {
    notes.components(separatedBy: "LOG:  execute <unnamed>: ").dropFirst().map { entry in
      // Other notes of the server and the tool's own follow on the next lines.
      let end = entry.firstRange(of: /\n(NOTICE:|== |the(re)? |db-|\d+ row)/)?.lowerBound ?? entry.endIndex
      return comparable(String(entry[..<end]))
    }
  }

  /// Without line breaks, without the parts of databases' names that are new in each run, and without the
  /// quotes of a list's elements, which the server writes only where they are needed.
  private static func comparable(_ statement: String) -> String {
    let parts = statement.components(separatedBy: "\nDETAIL:")
    let values = parts.dropFirst().joined().replacing("\"", with: "")
    return "\(parts[0]) \(values)".split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing(/(planned|cruddur_new|cruddur_old)_[-0-9a-f]+/) { $0.output.1 }
      .replacing("Parameters:", with: "parameters:")
  }
}
