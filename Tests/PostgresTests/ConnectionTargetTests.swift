import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct ConnectionTargetTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var flag: String?
    var stage = Stage.local
    var variables: [String: String] = [:]
    let database: String
    var testDescription: String { "\(stage) \(flag ?? "") \(variables)" }
  }

  private static let remote = "postgresql://u:p@db.example.com:1/d"

  private static func url(_ database: String) -> String { "postgresql://u:p@h:1/\(database)" }

  @Test(arguments: [
    Case(database: "postgres@localhost:5432/cruddur"),
    Case(variables: ["CONNECTION_URL": url("local")], database: "u@h:1/local"),
    Case(
      variables: ["CONNECTION_URL": url("local"), "PROD_CONNECTION_URL": url("prod")],
      database: "u@h:1/local"
    ),
    Case(variables: ["PROD_CONNECTION_URL": url("prod")], database: "postgres@localhost:5432/cruddur"),
    Case(
      stage: .prod,
      variables: ["CONNECTION_URL": url("local"), "PROD_CONNECTION_URL": url("prod")],
      database: "u@h:1/prod"
    ),
    Case(stage: .prod, variables: ["CONNECTION_URL": remote], database: "u@db.example.com:1/d"),
    Case(
      stage: .prod,
      variables: ["CONNECTION_URL": remote, "PROD_CONNECTION_URL": ""],
      database: "u@db.example.com:1/d"
    ),
    Case(flag: url("flag"), variables: ["CONNECTION_URL": url("local")], database: "u@h:1/flag"),
    Case(
      flag: url("flag"),
      stage: .prod,
      variables: ["PROD_CONNECTION_URL": url("prod")],
      database: "u@h:1/flag"
    ),
  ])
  func `the flag precedes the stage's variable, which precedes the default`(_ given: Case) throws {
    let target = try ConnectionTarget(
      url: given.flag,
      stage: given.stage,
      environment: Environment(given.variables),
      tool: "tests"
    )
    #expect(target.description == given.database)
  }

  @Test func `prod without a URL names both variables`() throws {
    let error = try postgresError {
      _ = try ConnectionTarget(url: nil, stage: .prod, environment: Environment([:]), tool: "tests")
    }
    #expect(error.code == .configuration)
    #expect(error.message.contains("neither PROD_CONNECTION_URL nor CONNECTION_URL is set"))
  }

  @Test(arguments: [
    ("postgresql://cruddur:secret@localhost:5432/cruddur", "cruddur@localhost:5432/cruddur"),
    ("postgres://cruddur@db/cruddur_dev", "cruddur@db:5432/cruddur_dev"),
    ("postgresql://u:a%40b%2Fc@h/d", "u@h:5432/d"),
    ("postgresql://u@h", "u@h:5432/u"),
    ("postgresql://u:p@[::1]:5433/d", "u@[::1]:5433/d"),
    ("postgresql://u:p@h1:1,h2:2/d", "u@h1:1,h2:2/d"), ("postgresql://u:p@h1,h2/d", "u@h1:5432,h2:5432/d"),
    ("host=h1,h2 port=7 user=u dbname=d", "u@h1:7,h2:7/d"),
    ("postgresql://u:p@%2Ftmp/d", "u@/tmp:5432/d"),
    ("postgresql://u:p@/d?host=/tmp&port=7", "u@/tmp:7/d"),
    ("postgresql://u:p@/d?host=@abstract", "u@@abstract:5432/d"),
    ("postgresql://u@/d", "u@[local]:5432/d"),
    ("postgresql://u:p@h/path?dbname=other", "u@h:5432/other"),
    ("host=h port=6 user=u password='a b' dbname='c d'", "u@h:6/c d"),
    ("hostaddr=127.0.0.1 user=u dbname=d", "u@127.0.0.1:5432/d"),
    ("postgresql://u@h/a%22b", "u@h:5432/a\"b"),
    ("service=week5 user=u dbname=d", "u@[service week5]/d"),
  ])
  func `libpq's kinds of URL are understood and shown without the password`(url: String, shown: String) throws
  {
    let target = try ConnectionTarget.test(url)
    #expect(target.description == shown)
    #expect(!"\(target.parameters)".contains("a@b"))
  }

  @Test func `the server learns the tool's name and gets UTF-8`() throws {
    let target = try ConnectionTarget.test("postgresql://u@h/d?client_encoding=LATIN1")
    #expect(target.parameters["application_name"] == "cruddur-toolkit/tests")
    #expect(target.parameters["client_encoding"] == "UTF8")
  }

  @Test(
    arguments: [
      ("", [:], 10),
      ("?connect_timeout=3", [:], 3),
      ("?connect_timeout=1", [:], 2),
      ("?connect_timeout=0", [:], nil),
      ("", ["PGCONNECT_TIMEOUT": "4"], 4),
      ("?connect_timeout=3", ["PGCONNECT_TIMEOUT": "4"], 3),
    ] as [(String, [String: String], Int?)]
  )
  func `the server has ten seconds to answer unless configured otherwise`(
    parameters: String,
    variables: [String: String],
    seconds: Int?
  ) throws {
    let target = try ConnectionTarget(
      url: "postgresql://u@h/d\(parameters)",
      stage: .local,
      environment: Environment(variables),
      tool: "tests"
    )
    #expect(target.timeout == seconds)
  }

  @Test(
    arguments: [
      (.local, "", [:], nil),
      (.prod, "", [:], "require"),
      (.prod, "?sslmode=disable", [:], "disable"),
      (.prod, "?ssl=true", [:], "require"),
      (.prod, "?sslmode=verify-full", [:], "verify-full"),
      (.prod, "", ["PGSSLMODE": "prefer"], nil),
    ] as [(Stage, String, [String: String], String?)]
  )
  func `prod requires TLS unless configured otherwise`(
    stage: Stage,
    parameters: String,
    variables: [String: String],
    mode: String?
  ) throws {
    let target = try ConnectionTarget(
      url: "postgresql://u@h/d\(parameters)",
      stage: stage,
      environment: Environment(variables),
      tool: "tests"
    )
    #expect(target.parameters["sslmode"] == mode)
    #expect(target.fallbackTLSMode == nil)
  }

  @Test(arguments: [("postgresql://u@/d?service=week5", [:]), ("dbname=d", ["PGSERVICE": "week5"])])
  func `a service file may say otherwise`(url: String, variables: [String: String]) throws {
    func target(_ stage: Stage, _ more: [String: String] = [:]) throws -> ConnectionTarget {
      let environment = Environment(variables.merging(more) { $1 })
      return try ConnectionTarget(url: url, stage: stage, environment: environment, tool: "tests")
    }
    #expect(try target(.prod).parameters["sslmode"] == nil)
    #expect(try target(.prod).fallbackTLSMode == "require")
    #expect(try target(.prod, ["PGSSLMODE": "disable"]).fallbackTLSMode == nil)
    #expect(try target(.local).fallbackTLSMode == nil)
  }

  @Test func `a name in the URL is shown without control characters`() throws {
    #expect(try ConnectionTarget.test("postgresql://u@h/a%1B[31m%0Ab").description == "u@h:5432/a [31m b")
  }
}
