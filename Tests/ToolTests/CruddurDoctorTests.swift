import AWS
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import cruddur_doctor

/// A set-up without mistakes, and one mistake for each check.
@Suite struct CruddurDoctorTests {
  /// What the services answer.
  private struct Services: Sendable {
    var failure: TransportFailure?
    var date = "Sun, 26 Mar 2023 12:00:01 GMT"
    var table: String? = Self.table()
    var pool = [("phidel", "id-1"), ("Sama", "id-2")]
    var rows: [(pk: String, sk: String, group: String)] = []
    var credentials = ""

    static func table(
      status: String = "ACTIVE",
      key: [String] = ["pk", "sk"],
      index: [String]? = ["message_group_uuid", "sk"],
      stream: Bool = true
    ) -> String {
      func schema(_ names: [String]) -> String {
        let roles = zip(names, ["HASH", "RANGE"])
        return "[\(roles.map { #"{"AttributeName":"\#($0)","KeyType":"\#($1)"}"# }.joined(separator: ","))]"
      }
      let names = Set(key + (index ?? [])).map { #"{"AttributeName":"\#($0)","AttributeType":"S"}"# }
      let indexes = index.map {
        #","GlobalSecondaryIndexes":[{"IndexName":"message-group-sk-index","KeySchema":\#(schema($0))}]"#
      }
      let streams =
        stream
        ? #","LatestStreamArn":"arn:x","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}"#
        : ""
      return #"""
        {"Table":{"TableName":"cruddur-messages","TableStatus":"\#(status)","KeySchema":\#(schema(key)),
        "AttributeDefinitions":[\#(names.joined(separator: ","))]\#(indexes ?? "")\#(streams)}}
        """#
    }

    func answer(to request: HTTPRequest) throws -> HTTPResponse {
      if let failure { throw ToolError(.transport(failure), message: "scripted") }
      let headers = ["Date": date]
      switch request.headers["X-Amz-Target"]?.split(separator: ".").last {
      case nil: return .test(200, credentials)
      case "ListTables": return .test(200, #"{"TableNames":["cruddur-messages"]}"#, headers)
      case "DescribeTable":
        let missing = #"{"__type":"x#ResourceNotFoundException","message":"no such table"}"#
        return .test(table == nil ? 400 : 200, table ?? missing, headers)
      case "ListUsers":
        let users = pool.map {
          #"{"Username":"u","Attributes":[{"Name":"sub","Value":"\#($1)"},{"Name":"preferred_username","Value":"\#($0)"}]}"#
        }
        return .test(200, #"{"Users":[\#(users.joined(separator: ","))]}"#, headers)
      case "Scan":
        let items = rows.map {
          #"{"pk":{"S":"\#($0.pk)"},"sk":{"S":"\#($0.sk)"},"message_group_uuid":{"S":"\#($0.group)"}}"#
        }
        return .test(200, #"{"Items":[\#(items.joined(separator: ","))],"Count":\#(items.count)}"#, headers)
      default: return .test(400, #"{"__type":"x#UnknownOperationException","message":"no"}"#)
      }
    }
  }

  private static let pool = [
    "AWS_COGNITO_USER_POOL_ID": "us-east-1_AbCdEfGhI",
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://127.0.0.1:9",
  ].merging(TestKeys.variables) { $1 }

  private func examine(
    _ services: Services = Services(),
    _ variables: [String: String] = pool,
    _ arguments: [String] = []
  ) async throws -> ToolRun {
    let transport = ScriptedTransport([.computed(services.answer)], repeatsLast: true)
    return try await ToolWorld(variables: variables).run(CruddurDoctor.self, arguments, transport)
  }

  /// Examines a database with these users; `rows` may name them by their handles.
  private func examine(
    _ services: Services = Services(),
    users: [(handle: String, sub: String)],
    _ arguments: [String] = []
  ) async throws -> ToolRun {
    var result: ToolRun?
    try await withDatabase(users: users) { database in
      var (services, variables) = (services, Self.pool)
      variables["CONNECTION_URL"] = try TestServer.url(database: database.name)
      let rows = try database.connect().query("SELECT uuid, handle FROM public.users", to: "look")
      for row in rows {
        let (handle, uuid) = try (row.text("handle"), row.text("uuid"))
        services.rows = services.rows.map { ($0.pk.replacing("@\(handle)", with: uuid), $0.sk, $0.group) }
      }
      result = try await examine(services, variables, arguments)
    }
    return try #require(result)
  }

  private func expect(_ words: String, in run: ToolRun, next: String? = nil) {
    #expect(run.status == 1, "\(run)")
    let line = run.stdout.split(separator: "\n").first { $0.hasPrefix("wrong") && $0.contains(words) }
    #expect(line != nil, "lacks \(words): \(run)")
    if let next { #expect(run.stdout.contains("\n      \(next)\n"), "lacks \(next): \(run)") }
  }

  private static let well = [(handle: "phidel", sub: "id-1"), (handle: "Sama", sub: "id-2")]
  private static let rows = [
    (pk: "GRP#@phidel", sk: "2023-03-26T11:00:00.000000+00:00", group: "g"),
    (pk: "GRP#@Sama", sk: "2023-03-26T11:00:00.000000+00:00", group: "g"),
  ]

  @Test(.needsPostgreSQL) func `where all is well each check prints a line and the exit code is 0`()
    async throws
  {
    let run = try await examine(Services(rows: Self.rows), users: Self.well)
    #expect(run.status == 0, "\(run)")
    let lines = run.stdout.split(separator: "\n")
    #expect(lines.count >= 14 && lines.allSatisfy { $0.hasPrefix("ok     ") }, "\(run)")
    #expect(Set(run.operations).isSubset(of: ["ListTables", "DescribeTable", "ListUsers", "Scan"]))
  }

  @Test(.needsPostgreSQL) func `in the JSON output each failed check has its next steps`() async throws {
    let run = try await examine(
      Services(rows: Self.rows),
      users: [("phidel", "MOCK"), ("Sama", "id-2")],
      ["--output", "json"]
    )
    #expect(run.status == 1)
    #expect(run.stderr.hasPrefix("Error: 1 of "), "\(run)")
    let checks = try #require(JSONValue(parsing: Array(run.stdout)).array)
    let wrong = checks.filter { $0["ok"] == false }
    #expect(wrong.map { $0["check"]?.string } == ["ids"])
    #expect(wrong.first?["next"]?.array == ["To write the pool's ids:\n  db-update-cognito-user-ids"])
  }

  // MARK: - DynamoDB

  @Test func `a DynamoDB that does not answer is reported`() async throws {
    let run = try await examine(Services(failure: .cannotConnect))
    expect("dynamodb", in: run)
  }

  @Test func `expired credentials are reported, and the expiry of valid ones is shown`() async throws {
    var variables = Self.pool
    variables["AWS_ACCESS_KEY_ID"] = nil
    variables["AWS_SECRET_ACCESS_KEY"] = nil
    variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/credentials"
    let document = { (expiry: String) in
      #"{"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"s","Token":"t","Expiration":"\#(expiry)"}"#
    }
    let old = Services(credentials: document("2023-03-26T11:00:00Z"))
    expect("expired at", in: try await examine(old, variables, ["prod"]))
    let good = Services(credentials: document("2023-03-26T14:00:00Z"))
    let run = try await examine(good, variables, ["prod"])
    #expect(run.stdout.contains("(120 minutes)"), "\(run)")
  }

  @Test func `a wrong clock is reported`() async throws {
    let run = try await examine(Services(date: "Sun, 26 Mar 2023 11:50:00 GMT"))
    expect("this machine's is 600 seconds ahead", in: run, next: "date -u")
  }

  @Test(
    arguments: [
      (nil, "no such table", "ddb-schema-load"),
      (Services.table(status: "DELETING"), "cruddur-messages is DELETING", nil),
      (
        Services.table(key: ["message_group_uuid", "sk"]),
        "has the key message_group_uuid (S) and sk (S), and messages need pk (S) and sk (S)", "ddb-setup"
      ),
      (Services.table(index: nil), "has no index message-group-sk-index", "ddb-setup"),
      (Services.table(index: ["sk"]), "message-group-sk-index has the key sk (S)", "ddb-setup"),
    ] as [(String?, String, String?)]
  )
  func `a missing table, and one of another schema, is reported`(table: String?, words: String, next: String?)
    async throws
  {
    expect(words, in: try await examine(Services(table: table)), next: next)
  }

  @Test func `a table without a stream is reported in prod only`() async throws {
    let services = Services(table: Services.table(stream: false))
    expect("has no stream", in: try await examine(services, Self.pool, ["prod"]))
    let local = try await examine(services)
    #expect(local.stdout.contains("note   stream"), "\(local)")
    #expect(local.stdout.contains("\n      ddb-schema-load --if-not-exists --stream --table "), "\(local)")
  }

  // MARK: - PostgreSQL and the pool

  @Test func `a remote database in a local run, and a local one in prod, is reported`() async throws {
    var variables = Self.pool
    variables["CONNECTION_URL"] = "postgresql://u:secret@db.example.invalid/cruddur?connect_timeout=2"
    expect("is not a local host, and this run is local", in: try await examine(Services(), variables))
    variables["PROD_CONNECTION_URL"] = "postgresql://u:secret@127.0.0.1:1/cruddur"
    let prod = try await examine(Services(), variables, ["prod"])
    expect("stage", in: prod)
    #expect(!prod.description.contains("secret"))
  }

  @Test func `a database that does not answer is reported`() async throws {
    var variables = Self.pool
    variables["CONNECTION_URL"] = "postgresql://u:secret@127.0.0.1:1/cruddur"
    expect("postgres", in: try await examine(Services(), variables), next: "scripts/stack up")
  }

  @Test(
    .needsPostgreSQL,
    arguments: [
      ([], "there are none", "db-seed"),
      ([("a", "id-1"), ("a", "id-2")], "1 handle of several users: a", nil),
      (
        [("phidel", "MOCK"), ("Sama", "id-2")], "1 user with the id MOCK: phidel",
        "db-update-cognito-user-ids"
      ),
      (
        [("phidel", "other"), ("Sama", "id-2")], "1 user with an id that no user of the pool has: phidel",
        "db-update-cognito-user-ids"
      ),
      ([("phidel", "id-1")], "1 of the pool have no row: Sama", "db-update-cognito-user-ids --add-missing"),
      (
        well + [("lore", "MOCK")], "1 of PostgreSQL are not in the pool: lore",
        "aws cognito-idp admin-create-user --endpoint-url http://127.0.0.1:9 --region us-east-1 "
          + "--user-pool-id us-east-1_AbCdEfGhI --username lore@example.com "
          + "--user-attributes Name=preferred_username,Value=lore Name=email,Value=lore@example.com"
      ),
      (
        well + [("lore", "other")], "1 of PostgreSQL are not in the pool: lore", "db-update-cognito-user-ids"
      ),
    ] as [([(handle: String, sub: String)], String, String?)]
  )
  func `missing, duplicate and unlinked users are reported`(
    users: [(handle: String, sub: String)],
    words: String,
    next: String?
  )
    async throws
  {
    expect(words, in: try await examine(Services(), users: users), next: next)
  }

  @Test(.needsPostgreSQL, arguments: ["MOCK", "other"])
  func `the sync of ids is not suggested for a user who is not in the pool`(id: String) async throws {
    let run = try await examine(Services(rows: Self.rows), users: Self.well + [("lore", id)])
    let wrong = run.stdout.split(separator: "\n").filter { $0.hasPrefix("wrong") }
    #expect(wrong.count == 1 && wrong[0].contains(" handles "), "\(run)")
  }

  @Test(.needsPostgreSQL) func `a user whose name the AWS CLI would split is signed up in the app`()
    async throws
  {
    let run = try await examine(Services(), users: Self.well + [("a,b", "MOCK")])
    #expect(run.stdout.contains("Sign them up in the app"), "\(run)")
    #expect(!run.stdout.contains("admin-create-user"), "\(run)")
  }

  @Test(.needsPostgreSQL) func `locally and without a pool own users are well with the id of the seed`()
    async throws
  {
    try await withDatabase(users: [("ada", "MOCK"), ("bob", "MOCK")]) { database in
      let url = try TestServer.url(database: database.name)
      let run = try await examine(Services(), ["CONNECTION_URL": url])
      #expect(run.status == 0, "\(run)")
      #expect(run.stdout.contains("note   ids           2 users with the id MOCK"), "\(run)")
    }
  }

  @Test func `in prod a missing pool id is reported`() async throws {
    var variables = TestKeys.variables
    variables["PROD_CONNECTION_URL"] = "postgresql://u@127.0.0.1:1/cruddur"
    expect("AWS_COGNITO_USER_POOL_ID is not set", in: try await examine(Services(), variables, ["prod"]))
  }

  // MARK: - Conversations

  @Test(
    .needsPostgreSQL,
    arguments: [
      (
        rows + [("GRP#gone", "1", "g")], "1 user of 1 group who are deleted: gone",
        "ddb-seed --replace --group g"
      ),
      (rows + [("GRP#@Sama", "2", "g")], "1 group listed twice for a user: g", nil),
      (
        [("MSG#g", "2023-03-26T13:00:00.000000+00:00", "")],
        "1 message dated in the future, the last 2023-03-26T13:00:00.000000+00:00", "ddb-seed --replace"
      ),
    ] as [([(pk: String, sk: String, group: String)], String, String?)]
  )
  func `rows that contradict each other or the users are reported`(
    rows: [(pk: String, sk: String, group: String)],
    words: String,
    next: String?
  )
    async throws
  {
    expect(words, in: try await examine(Services(rows: rows), users: Self.well), next: next)
  }

  @Test(arguments: [["dev"], ["--output", "xml"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(CruddurDoctor.self, arguments)
    #expect(run.status == 64 && run.requests.isEmpty, "\(run)")
  }
}
