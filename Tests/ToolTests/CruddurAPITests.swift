import AWS
import ArgumentParser
import HTTPServer
import TestSupport
import Testing
import Toolkit

@testable import cruddur_api

/// The server's routes, without its sockets and without stores.
@Suite struct CruddurAPITests {
  private func api(_ stage: Stage, _ variables: [String: String] = [:]) async throws -> API {
    var variables = variables
    if stage == .prod {
      variables["PROD_CONNECTION_URL"] = "postgresql://a:b@db.invalid/cruddur"
      variables["AWS_REGION"] = "us-east-1"
      variables["AWS_COGNITO_USER_POOL_ID"] = "us-east-1_AbCdEfGhI"
      variables["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE"
      variables["AWS_SECRET_ACCESS_KEY"] = "secret"
    }
    let context = try AWSContext.test(stage: stage, variables)
    return API(
      try await Services(
        aws: .parse([]),
        postgres: .parse([]),
        tables: .parse([]),
        in: context,
        executor: nil
      )
    )
  }

  private func answer(
    _ api: API,
    _ method: String,
    _ target: String,
    headers: HeaderFields = ["Host": "localhost:4567"],
    body: String = ""
  ) async -> ServerAnswer {
    await api.answer(
      to: ServerRequest(
        method: method,
        target: RequestTarget(target),
        headers: headers,
        body: Array(body.utf8)
      )
    )
  }

  @Test(arguments: [
    ("/", "text/html; charset=utf-8"), ("/messages", "text/html; charset=utf-8"),
    ("/messages/5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "text/html; charset=utf-8"),
    ("/messages/new/@Sama", "text/html; charset=utf-8"), ("/page/page.css", "text/css; charset=utf-8"),
    ("/page/main.js", "text/javascript; charset=utf-8"), ("/favicon.ico", "image/svg+xml"),
  ])
  func `the page is compiled in, and may load nothing from elsewhere`(target: String, type: String)
    async throws
  {
    let answer = await answer(try api(.local), "GET", target)
    #expect(answer.status == 200 && !answer.body.isEmpty)
    #expect(answer.headers["Content-Type"] == type)
    #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
    let policy = try #require(answer.headers["Content-Security-Policy"])
    #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
  }

  @Test func `every script of the page is served as it is in its folder`() async throws {
    let folder = "Sources/cruddur-api/Page"
    let scripts = try Repository.names(in: folder).filter { $0.hasSuffix(".js") }
    #expect(scripts.contains("main.js"))
    for script in scripts {
      let answer = await answer(try api(.local), "GET", "/page/\(script)")
      #expect(answer.status == 200)
      #expect(try answer.body == Array(Repository.text("\(folder)/\(script)").utf8))
      #expect(answer.headers["Content-Type"] == "text/javascript; charset=utf-8")
    }
  }

  @Test(arguments: [("GET", "/api/local/users"), ("POST", "/api/local/sign-in")])
  func `production has no local sign-in`(method: String, target: String) async throws {
    let headers: HeaderFields = ["Host": "localhost", "Content-Type": "application/json"]
    let answer = await answer(try api(.prod), method, target, headers: headers, body: #"{"handle":"Sama"}"#)
    #expect(answer.status == 404)
  }

  @Test(arguments: [
    "evil.example", "evil.example:4567", "10.example", "", "[2001:db8::1]:4567", "evil.local", "intranet",
    "a.ngrok.io",
  ])
  func `local sign-in is refused where the Host header is not a local name`(host: String) async throws {
    let answer = await answer(try api(.local), "GET", "/api/local/users", headers: ["Host": host])
    #expect(answer.status == 403)
  }

  @Test(arguments: [
    ("GET", "/nothing", 404), ("GET", "/api/changes/", 404), ("GET", "/messages/a/b/c", 404),
    ("GET", "/api/users/Sama/short", 404), ("GET", "/api/users/@/short", 404), ("GET", "/messages/%ff", 404),
    ("DELETE", "/api/changes", 405), ("POST", "/", 405), ("OPTIONS", "/api/changes", 204),
    ("GET", "/api/changes", 401),
  ])
  func `an unknown path is answered with 404, and an unknown method with 405`(
    method: String,
    target: String,
    status: Int
  ) async throws {
    let answer = await answer(try api(.local), method, target)
    #expect(answer.status == status)
    if status == 405 || status == 204 { #expect(answer.headers["Allow"]?.contains("OPTIONS") == true) }
  }

  @Test(arguments: ["text/plain", "", "application/jsonp"])
  func `a body of another type is refused`(type: String) async throws {
    let headers: HeaderFields = ["Host": "localhost", "Content-Type": type]
    let answer = await answer(try api(.local), "POST", "/api/local/sign-in", headers: headers, body: "{}")
    #expect(answer.status == 415)
  }

  @Test(arguments: ["", "[]", "{", "\"a\"", "{\"a\":1}}"])
  func `a body that is not a JSON object is refused`(body: String) async throws {
    let headers: HeaderFields = ["Host": "localhost", "Content-Type": "application/json; charset=utf-8"]
    let answer = await answer(try api(.local), "POST", "/api/local/sign-in", headers: headers, body: body)
    #expect(answer.status == 400)
  }

  @Test func `the course's origins may call the API, others may not`() async throws {
    let api = try await api(
      .local,
      ["FRONTEND_URL": "https://front.example/x", "BACKEND_URL": "https://back.example"]
    )
    func asked(_ origin: String) async -> ServerAnswer {
      await answer(
        api,
        "OPTIONS",
        "/api/changes",
        headers: ["Origin": origin, "Access-Control-Request-Method": "GET", "Host": "localhost"]
      )
    }
    for origin in ["https://front.example", "https://back.example"] {
      let answer = await asked(origin)
      #expect(answer.status == 204 && answer.headers["Access-Control-Allow-Origin"] == origin)
      #expect(answer.headers["Access-Control-Allow-Headers"]?.contains("Authorization") == true)
    }
    let other = await asked("https://evil.example")
    #expect(other.headers["Access-Control-Allow-Origin"] == nil)
    #expect(other.headers["Access-Control-Allow-Headers"] == nil)
    #expect(other.headers["Vary"] == "Origin")
  }

  @Test(arguments: [
    (["--port", "70000"], [:]), (["--connections-per-address", "0"], [:]), (["dev"], [:]),
    (["--listen", "localhost"], [:]), ([], ["PORT": "http"]),
  ])
  func `invalid options and variables are an error before anything is sent`(
    arguments: [String],
    variables: [String: String]
  ) async throws {
    let run = try await ToolWorld(variables: variables).run(CruddurAPI.self, arguments)
    #expect(run.status == 64 || run.status == 1, "\(run)")
    #expect(run.stdout.isEmpty && run.requests.isEmpty, "\(run)")
  }
}

@Suite struct LocalTokensTests {
  private static let user = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"

  @Test func `a local token is accepted only by the server that made it, for twelve hours`() throws {
    let tokens = LocalTokens(clock: .noon)
    let token = tokens.token(for: Self.user)
    #expect(tokens.user(of: token) == Self.user)
    #expect(LocalTokens(clock: .noon).user(of: token) == nil)
  }

  @Test func `a token that is changed anywhere is refused`() throws {
    let tokens = LocalTokens(clock: .noon)
    let token = Array(tokens.token(for: Self.user).utf8)
    for index in token.indices {
      var changed = token
      changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(tokens.user(of: changed.text) == nil, "\(index)")
    }
    #expect(
      tokens.user(of: "") == nil && tokens.user(of: "..") == nil && tokens.user(of: "\(token.text).") == nil
    )
  }
}
