import Foundation
import TestSupport
import Testing

/// A running cruddur-api.
struct APIServer {
  let url: String
  let tool: BackgroundTool
  let world: World

  /// An answer, as Foundation reads its JSON.
  struct Answer {
    let status: Int
    let body: Any

    /// The body's members, where it is an object.
    var object: [String: Any] { body as? [String: Any] ?? [:] }
    var list: [[String: Any]] { body as? [[String: Any]] ?? [] }
  }

  /// Runs `body` with a server; returns its exit code.
  @discardableResult
  static func with(
    _ arguments: [String] = [],
    in world: World,
    _ body: (APIServer) async throws -> Void
  ) async throws -> Int32 {
    let tool = try BackgroundTool("cruddur-api", ["--port", "0"] + arguments, in: world)
    return try await tool.run { tool in
      try await wait(for: "the server to listen") { tool.stderr.contains("listening on http://") }
      let rest = tool.stderr.split(separator: "listening on ", maxSplits: 1).last ?? ""
      let url = rest.prefix { $0 != "\n" }.dropLast()
      try await body(APIServer(url: String(url), tool: tool, world: world))
    }
  }

  /// The local token of a user.
  func token(of handle: String) async throws -> String {
    let answer = try await call("POST", "/api/local/sign-in", body: ["handle": handle])
    return try #require(answer.object["access_token"] as? String)
  }

  func call(
    _ method: String,
    _ path: String,
    token: String? = nil,
    headers: [String: String] = [:],
    body: [String: Any]? = nil
  ) async throws -> Answer {
    let call = Self.request(method, path, token: token, headers: headers, body: body)
    return try #require(try await world.answers(of: url, to: [call]).first)
  }

  static func request(
    _ method: String,
    _ path: String,
    token: String? = nil,
    headers: [String: String] = [:],
    body: [String: Any]? = nil
  ) -> [String: Any] {
    var headers = headers
    if let token { headers["Authorization"] = "Bearer \(token)" }
    var call: [String: Any] = ["method": method, "path": path, "headers": headers]
    if let body { call["body"] = body }
    return call
  }
}

extension World {
  /// Sends requests to an API, one after another.
  func answers(of url: String, to calls: [[String: Any]]) async throws -> [APIServer.Answer] {
    let file = try file("calls-\(UUID().uuidString).json", JSONSerialization.data(withJSONObject: calls))
    let run = try await run(program: stack.python, [Repository.oracle("call_api.py"), url, file])
    try #require(run.status == 0, "\(run.testDescription)")
    let answers = try #require(JSONSerialization.jsonObject(with: Data(run.output)) as? [[String: Any]])
    return answers.map { APIServer.Answer(status: $0["status"] as? Int ?? 0, body: $0["body"] ?? NSNull()) }
  }
}
