import Foundation
import TestSupport
import Testing

/// Every secret that a tool is given is a known text. All tools run into all failures, and none of them
/// prints a secret.
@Suite(.needsStack, .serialized, .inTurn) struct SecrecyTests {
  private static let canary = "cnry9f3a"

  private static func secret(_ place: String) -> String { "\(canary)/\(place)+Aa0=" }

  private static func url(_ scheme: String, _ place: String, _ host: String) -> String {
    "\(scheme)://user:\(canary)-\(place)@\(host)"
  }

  /// A way to fail, and where the secrets are.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var arguments: [String] = []
    var changes: [String: String?] = [:]
  }

  /// - Parameters:
  ///   - server: Refuses each request and repeats it.
  ///   - nobody: A host and a port where nobody listens.
  private static func cases(server: String, nobody: String, folder: String) -> [Case] {
    let keysOfProfile: [String: String?] = [
      "AWS_ACCESS_KEY_ID": nil, "AWS_SECRET_ACCESS_KEY": nil, "AWS_SESSION_TOKEN": nil,
    ]
    let proxied = ["HTTPS_PROXY": url("http", "proxy", nobody)]
    return [
      Case(testDescription: "refused", arguments: ["--endpoint-url", server]),
      Case(testDescription: "nobody", arguments: ["--endpoint-url", "http://\(nobody)"]),
      Case(testDescription: "endpoint's user", arguments: ["--endpoint-url", url("http", "flag", nobody)]),
      Case(
        testDescription: "endpoint's query",
        arguments: ["--endpoint-url", "http://\(nobody)/?key=\(canary)"]
      ),
      Case(
        testDescription: "configured endpoint",
        changes: [
          "AWS_ENDPOINT_URL": url("http", "env", nobody), "AWS_ENDPOINT_URL_DYNAMODB": nil,
          "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": nil,
        ]
      ),
      Case(
        testDescription: "proxy",
        arguments: ["prod"],
        changes: ["HTTPS_PROXY": proxied["HTTPS_PROXY"] ?? ""]
      ),
      Case(
        testDescription: "keys of a profile",
        arguments: ["prod", "--profile", "canary"],
        changes: keysOfProfile.merging(proxied.mapValues { Optional($0) }) { $1 }
      ),
      Case(
        testDescription: "half the keys of a profile",
        arguments: ["prod", "--profile", "half"],
        changes: keysOfProfile
      ),
      Case(
        testDescription: "files that are none",
        arguments: ["prod"],
        changes: keysOfProfile.merging(["AWS_SHARED_CREDENTIALS_FILE": "\(folder)/broken"]) { $1 }
      ),
      Case(
        testDescription: "a secret in the place of the id",
        arguments: ["prod"],
        changes: ["AWS_ACCESS_KEY_ID": secret("id") + "\n"]
      ),
      Case(testDescription: "no region", arguments: ["prod"], changes: ["AWS_REGION": "no/\(server)"]),
      Case(testDescription: "wrong usage", arguments: ["prod", "--no-such-option"]),
      Case(
        testDescription: "a database in prod",
        arguments: ["prod"],
        changes: [
          "PROD_CONNECTION_URL": url("postgresql", "prod", nobody) + "/cruddur?sslmode=disable",
          "HTTPS_PROXY": "http://\(nobody)",
        ]
      ),
    ]
  }

  private static func databaseCases(nobody: String) -> [Case] {
    let urls = [
      "\(nobody)/cruddur", "[::1/cruddur", "host:port/cruddur", "\(nobody)/cruddur?no_such_option=\(canary)",
    ].map { url("postgresql", "database", $0) }
    return urls.flatMap { url in
      [
        Case(testDescription: "by option: \(url)", arguments: ["--connection-url", url]),
        Case(testDescription: "by variable: \(url)", changes: ["CONNECTION_URL": url]),
      ]
    }
  }

  private static let files = (
    credentials: """
    [canary]
    aws_access_key_id = AKIDPROFILE
    aws_secret_access_key = \(secret("profile"))
    aws_session_token = \(secret("profile-token"))
    [half]
    aws_access_key_id = AKIDHALF
    aws_session_token = \(secret("half"))
    """,
    broken: "[default]\naws_access_key_id = AKID\naws_secret_access_key \(secret("broken"))\n"
  )

  /// As DynamoDB refuses a signature: it quotes what should have been signed.
  private static func refusal(of request: ReceivedRequest) -> Answer {
    let token = request.field("x-amz-security-token")
    let text = "The Canonical String should have been 'POST\\n/\\nx-amz-security-token:\(token)\\n'"
    return .document(#"{"__type":"com.amazon#InvalidSignatureException","message":"\#(text)"}"#, status: 400)
  }

  @Test(arguments: ToolCommand.all)
  func `no failing run shows a secret`(command: ToolCommand) async throws {
    let nobody = try Socket.bound()
    defer { nobody.shutdown() }
    try await withWorld { world in
      var world = world
      world.environment["AWS_SECRET_ACCESS_KEY"] = Self.secret("environment")
      world.environment["AWS_SESSION_TOKEN"] = Self.secret("token")
      world.environment["PGPASSWORD"] = Self.secret("pgpassword")
      world.environment["AWS_COGNITO_USER_POOL_ID"] = "us-east-1_AbCdEfGhI"
      world.environment["AWS_MAX_ATTEMPTS"] = "1"
      world.environment["AWS_SHARED_CREDENTIALS_FILE"] = try world.file("keys", Self.files.credentials)
      _ = try world.file("broken", Self.files.broken)
      world.environment["CONNECTION_URL"] = Self.url(
        "postgresql",
        "local",
        "127.0.0.1:\(nobody.port)/cruddur"
      )
      if command.usesPostgres && command.tool != "db-update-cognito-user-ids" {
        try await world.withDatabase { [world] _, database in
          var changed = world
          changed.environment["CONNECTION_URL"] = database.url
          changed.environment["PGPASSWORD"] = nil
          try await expectSilence(of: command, in: changed, nobody: "127.0.0.1:\(nobody.port)")
        }
      } else {
        try await expectSilence(of: command, in: world, nobody: "127.0.0.1:\(nobody.port)")
      }
    }
  }

  /// Unlike the tools, the server continues after such a failure, and answers its clients.
  @Test(arguments: [true, false])
  func `a server whose stores fail shows no secret in its log or in an answer`(hasDatabase: Bool) async throws
  {
    let nobody = try Socket.bound()
    defer { nobody.shutdown() }
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        var world = world
        world.environment["AWS_SECRET_ACCESS_KEY"] = Self.secret("environment")
        world.environment["AWS_SESSION_TOKEN"] = Self.secret("token")
        if !hasDatabase {
          let place = "127.0.0.1:\(nobody.port)/cruddur"
          world.environment["CONNECTION_URL"] = Self.url("postgresql", "local", place)
        }
        try await ScriptedServer.with(Self.refusal) { server in
          _ = try await APIServer.with(["--endpoint-url", server.url, "--verbose"], in: world) { api in
            let answers = try await answers(of: api, signedIn: hasDatabase)
            #expect(answers.allSatisfy { $0.status == 503 }, "\(answers)")
            #expect(!"\(answers)\(api.tool.stderr)".contains(Self.canary), "\(answers) \(api.tool.stderr)")
          }
        }
      }
    }
  }

  /// The server's answers to requests that need a store that fails.
  private func answers(of api: APIServer, signedIn: Bool) async throws -> [APIServer.Answer] {
    let health = APIServer.request("GET", "/api/health")
    guard signedIn else {
      let signIn = APIServer.request("POST", "/api/local/sign-in", body: ["handle": "Sama"])
      let user = APIServer.request("GET", "/api/users/@Sama/short")
      return try await api.world.answers(of: api.url, to: [health, signIn, user])
    }
    let token = try await api.token(of: "Sama")
    let body = ["message": "text", "handle": "phidel"]
    return try await api.world.answers(
      of: api.url,
      to: [
        health, APIServer.request("GET", "/api/message_groups", token: token),
        APIServer.request("POST", "/api/messages", token: token, body: body),
      ]
    )
  }

  private func expectSilence(of command: ToolCommand, in world: World, nobody: String) async throws {
    try await ScriptedServer.with(Self.refusal) { server in
      let usesDatabase = command.usesPostgres || ToolCommand.database.contains { $0.tool == command.tool }
      let cases =
        Self.cases(server: server.url, nobody: nobody, folder: world.folder.path).filter { one in
          command.usesAWS || !one.arguments.contains { ["--endpoint-url", "--profile"].contains($0) }
        } + (usesDatabase ? Self.databaseCases(nobody: nobody) : [])
      let turnstile = Turnstile()
      try await withThrowingTaskGroup { group in
        for one in cases {
          group.addTask {
            // With --verbose a run prints all that it prints without it, and more.
            let run = try await turnstile.pass {
              try await world.run(
                command,
                one.arguments + command.agreement + ["--verbose"],
                changes: one.changes
              )
            }
            #expect(!(run.stdout + run.stderr).contains(Self.canary), "\(one): \(run)")
            #expect(run.status == 1 || run.status == 64, "\(one): \(run)")
          }
        }
        let plain = try await world.run(command, cases[0].arguments, changes: cases[0].changes)
        #expect(!(plain.stdout + plain.stderr).contains(Self.canary), "\(plain)")
        try await group.waitForAll()
      }
    }
  }
}
