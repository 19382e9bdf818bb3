import AWS
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import cognito_list_users
@testable import db_schema_load
@testable import db_seed
@testable import db_setup
@testable import db_update_cognito_user_ids

/// The tools that read the user pool.
@Suite struct CognitoToolsTests {
  private static let variables = [
    "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret-of-test",
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://127.0.0.1:9",
  ]

  private static let users = ScriptedTransport.Step.answer(
    200,
    #"""
    {"Users":[{"Username":"u","UserStatus":"CONFIRMED","Enabled":true,"UserCreateDate":1679832000.5,
    "Attributes":[{"Name":"sub","Value":"id-1"},
    {"Name":"preferred_username","Value":"phidel"},{"Name":"email","Value":"secret@example.com"}]}]}
    """#
  )

  private func list(_ arguments: [String]) async throws -> ToolRun {
    try await ToolWorld(variables: Self.variables)
      .run(CognitoListUsers.self, arguments, ScriptedTransport([Self.users]))
  }

  @Test func `the users come first, then their ids by handle`() async throws {
    let run = try await list([])
    #expect(run.status == 0, "\(run)")
    #expect(run.stdout.hasSuffix("{\n  \"phidel\": \"id-1\"\n}\n"))
    #expect(!run.stdout.contains("secret@example.com"))
    #expect(run.operations == ["ListUsers"])
    #expect(run.bodies == [#"{"UserPoolId":"us-east-1_AbCdEfGhI","Limit":60}"#])
  }

  @Test func `a table shows who is in the pool`() async throws {
    let run = try await list(["--output", "table"])
    #expect(run.stdout.hasPrefix("HANDLE  E-MAIL "))
    #expect(run.stdout.contains("secret@example.com  CONFIRMED  yes "), "\(run)")
    #expect(run.stdout.contains("phidel"))
    #expect(run.stdout.contains("CONFIRMED"))
    #expect(run.stdout.split(separator: "\n").count == 2)
  }

  @Test(arguments: [(40, false), (80, true), (200, true)])
  func `on a terminal the moment and the status of a user stay whole`(width: Int, isWhole: Bool) async throws
  {
    let variables = ["COLUMNS": "\(width)", "NO_COLOR": "1", "TZ": "UTC"]
    let user = ScriptedTransport.Step.answer(
      200,
      #"""
      {"Users":[{"Username":"u","UserStatus":"FORCE_CHANGE_PASSWORD","Enabled":true,"UserCreateDate":1679832000.5,
      "Attributes":[{"Name":"sub","Value":"5ae290ed-55d1-47a0-bc6d-fe2bc2700399"},
      {"Name":"preferred_username","Value":"phidel"},{"Name":"email","Value":"phidel.long.name@example.com"}]}]}
      """#
    )
    let run = try await ToolWorld(variables: Self.variables.merging(variables) { $1 }, isTerminal: true)
      .run(CognitoListUsers.self, ["--output", "table", "-q"], ScriptedTransport([user]))
    #expect(run.stdout.split(separator: "\n").allSatisfy { $0.terminalColumns <= width }, "\(run)")
    #expect(run.stdout.contains("FORCE_CHANGE_PASSWORD  yes      2023-03-26 12:00 PM") == isWhole, "\(run)")
  }

  @Test func `without a pool nothing is sent, and the variable is named`() async throws {
    let list = try await ToolWorld().run(CognitoListUsers.self)
    let update = try await ToolWorld().run(DBUpdateCognitoUserIDs.self)
    for run in [list, update] {
      #expect(run.status == 1 && run.requests.isEmpty, "\(run)")
      #expect(run.stderr.hasPrefix("Error: AWS_COGNITO_USER_POOL_ID is not set"))
    }
  }

  @Test func `in prod the sync asks before it overwrites ids, and without a yes sends nothing`() async throws
  {
    var variables = Self.variables
    variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = nil
    variables["AWS_REGION"] = "us-east-1"
    variables["PROD_CONNECTION_URL"] = "postgresql://u:secret@127.0.0.1:1/cruddur?connect_timeout=2"
    let off = try await ToolWorld(variables: variables).run(DBUpdateCognitoUserIDs.self, ["prod"])
    #expect(off.status == 1 && off.requests.isEmpty, "\(off)")
    #expect(off.stderr.contains("  db-update-cognito-user-ids prod --yes\n"), "\(off)")
    let typed = ToolWorld(variables: variables, input: .typed(["no"], isTerminal: true), isTerminal: true)
    let no = try await typed.run(DBUpdateCognitoUserIDs.self, ["prod"])
    #expect(no.status == 1 && no.requests.isEmpty, "\(no)")
    #expect(no.stderr.contains("not confirmed: nothing was sent"), "\(no)")
    let yes = try await ToolWorld(variables: variables)
      .run(DBUpdateCognitoUserIDs.self, ["prod", "--yes"], ScriptedTransport([Self.users]))
    #expect(yes.operations == ["ListUsers"], "\(yes)")
  }

  /// Off a terminal nothing is confirmed, so that nothing is sent to either of the two.
  @Test(arguments: [(false, "not local"), (true, "local")])
  func `a pool and a database of which one is local are a warning, in prod too`(
    isLocal: Bool,
    pool: String
  ) async throws {
    var variables = Self.variables
    variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = nil
    let host = isLocal ? "x.rds.amazonaws.com" : "127.0.0.1:1"
    variables["PROD_CONNECTION_URL"] = "postgresql://u:secret@\(host)/cruddur"
    let arguments = ["prod"] + (isLocal ? ["--endpoint-url", "http://127.0.0.1:9"] : [])
    let world = ToolWorld(variables: variables)
    let update = try await world.run(DBUpdateCognitoUserIDs.self, arguments)
    let setup = try await world.run(DBSetup.self, arguments)
    for run in [update, setup] {
      #expect(run.status == 1 && run.requests.isEmpty, "\(run)")
      #expect(run.stderr.contains("warning: user pool us-east-1_AbCdEfGhI at "), "\(run)")
      #expect(run.stderr.contains(" is \(pool), and the database u@"), "\(run)")
    }
  }

  @Test func `a local pool with a local database does not cause a warning, nor do two remote ones`()
    async throws
  {
    var variables = Self.variables
    variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = nil
    for (host, arguments) in [
      ("127.0.0.1:1", ["prod", "--endpoint-url", "http://127.0.0.1:9"]), ("x.rds.amazonaws.com", ["prod"]),
    ] {
      variables["PROD_CONNECTION_URL"] = "postgresql://u:secret@\(host)/cruddur"
      let run = try await ToolWorld(variables: variables).run(DBUpdateCognitoUserIDs.self, arguments)
      #expect(run.status == 1 && run.requests.isEmpty && !run.stderr.contains("warning:"), "\(run)")
    }
  }

  @Test(arguments: [
    "AWS_USER_POOLS_ID", "AWS_USER_POOL_ID", "COGNITO_USER_POOL_ID", "REACT_APP_AWS_USER_POOLS_ID",
  ])
  func `another variable that holds a pool's id is named`(variable: String) async throws {
    let run = try await ToolWorld(variables: [variable: "us-east-1_AbCdEfGhI"]).run(
      CognitoListUsers.self
    )
    #expect(run.status == 1 && run.requests.isEmpty)
    #expect(run.stderr.hasSuffix("  export AWS_COGNITO_USER_POOL_ID=\"$\(variable)\"\n"), "\(run)")
  }

  @Test(arguments: [
    ScriptedTransport.Step.refusal("UnknownOperationException"), .answer(200, "<html>"), .answer(404, ""),
  ])
  func `for an AWS_ENDPOINT_URL that is DynamoDB's the next step names the variables`(
    step: ScriptedTransport.Step
  ) async throws {
    var variables = Self.variables
    variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = nil
    variables["AWS_ENDPOINT_URL"] = "http://localhost:8000"
    let run = try await ToolWorld(variables: variables).run(
      CognitoListUsers.self,
      [],
      ScriptedTransport([step])
    )
    #expect(run.status == 1)
    #expect(run.stderr.contains("AWS_ENDPOINT_URL sends Cognito's requests there too"), "\(run)")
    #expect(run.stderr.contains("export AWS_ENDPOINT_URL_DYNAMODB="))
  }

  @Test(arguments: [["dev"], ["--output", "xml"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let list = try await ToolWorld().run(CognitoListUsers.self, arguments)
    let update = try await ToolWorld().run(DBUpdateCognitoUserIDs.self, arguments)
    for run in [list, update] { #expect(run.status == 64 && run.stdout.isEmpty, "\(run)") }
  }

  @Test(.needsPostgreSQL) func `users without a row are named together, and with --add-missing get one`()
    async throws
  {
    let users = ["phidel", "a", "b", "c", "d"].map { handle in
      let email = handle == "d" ? "" : #",{"Name":"email","Value":"\#(handle)@x.org"}"#
      let name = handle == "a" ? #",{"Name":"name","Value":"A. Name"}"# : ""
      return #"""
        {"Username":"\#(handle)","Attributes":[{"Name":"sub","Value":"id-\#(handle)"},
        {"Name":"preferred_username","Value":"\#(handle)"}\#(email)\#(name)]}
        """#
    }
    let page = ScriptedTransport.Step.answer(200, #"{"Users":[\#(users.joined(separator: ","))]}"#)
    try await withDatabase { database in
      var variables = Self.variables
      variables["CONNECTION_URL"] = try TestServer.url(database: database.name)
      let world = ToolWorld(variables: variables)
      _ = try await world.run(DBSchemaLoad.self)
      _ = try await world.run(DBSeed.self, ["--user", "phidel"])
      for (flags, words) in [
        (
          [],
          "warning: 1 row updated, 0 rows unchanged, 4 of the pool have no row: a, b, c, … (--verbose lists all)\n"
        ),
        (["--verbose"], "warning: 0 rows updated, 1 row unchanged, 4 of the pool have no row: a, b, c, d\n"),
        (
          ["--add-missing"],
          "warning: 0 rows updated, 1 row unchanged, 3 added, 1 of the pool have no row: d\n"
        ),
      ] {
        let run = try await world.run(DBUpdateCognitoUserIDs.self, flags, ScriptedTransport([page]))
        #expect(run.status == 0 && run.stderr.contains(words), "\(run)")
      }
      let rows = try database.connect().query(
        "SELECT handle || '|' || display_name || '|' || email || '|' || cognito_user_id AS row FROM public.users ORDER BY 1",
        to: "look"
      )
      #expect(
        try rows.map { try $0.text("row") } == [
          "a|A. Name|a@x.org|id-a", "b|b|b@x.org|id-b", "c|c|c@x.org|id-c",
          "phidel|phidel|phidel@example.com|id-phidel",
        ]
      )
    }
  }

  @Test(.needsPostgreSQL) func `the ids are written into the rows of their handles`() async throws {
    try await withDatabase(users: [(handle: "phidel", sub: "MOCK")]) { database in
      var variables = Self.variables
      variables["CONNECTION_URL"] = try TestServer.url(database: database.name)
      let run = try await ToolWorld(variables: variables)
        .run(DBUpdateCognitoUserIDs.self, [], ScriptedTransport([Self.users]))
      #expect(run.status == 0, "\(run)")
      #expect(run.stdout.hasSuffix("---- phidel id-1\n"))
      #expect(run.stderr.contains("1 row updated, 0 rows unchanged, all of the pool have a row\n"))
      let rows = try database.connect().query("SELECT cognito_user_id FROM public.users", to: "look")
      #expect(try rows.map { try $0.text("cognito_user_id") } == ["id-1"])
    }
  }
}
