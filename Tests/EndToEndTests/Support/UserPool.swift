import Foundation
import Testing

/// A pool as the scripts of `Oracles/` make it.
private struct MadePool: Decodable {
  let pool: String
  /// The users' subs, in the order of their handles.
  let subs: [String]
}

extension World {
  private static let poolVariable = "AWS_COGNITO_USER_POOL_ID"

  /// Makes a pool of its own with these handles, nil for a user without one, and names it in the environment.
  ///
  /// - Returns: The users' subs, in the same order.
  mutating func makePool(_ handles: [String?]) async throws -> [String] {
    let file = try file("handles.json", JSONEncoder().encode(handles))
    let made: MadePool = try await oracle("make_pool.py", [stack.cognito, "us-east-1", file])
    environment[Self.poolVariable] = made.pool
    try #require(made.subs.count == handles.count)
    return made.subs
  }

  /// Makes a pool without users in the service to which this world's proxy leads, and names it in the
  /// environment. The tools take that service for the real Cognito, for which they need credentials.
  mutating func makePoolBehindProxy() async throws {
    environment["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = nil
    let script = """
      import boto3
      cognito = boto3.client('cognito-idp', 'us-east-1', aws_access_key_id='a', aws_secret_access_key='b')
      print(cognito.create_user_pool(PoolName='p')['UserPool']['Id'], end='')
      """
    let pool = try await run(program: stack.python, ["-c", script])
    try #require(pool.status == 0, "\(pool)")
    environment[Self.poolVariable] = pool.stdout
  }

  /// Runs `body` with a pool of many users, `handle0`, `handle1`, …, on a server of its own, and with their
  /// subs.
  func withLargePool(of count: Int, _ body: (World, [String]) async throws -> Void) async throws {
    let file = folder.appending(path: "pool.json")
    try await BackgroundServer.with(
      ["large_pool", String(count), file.path],
      announcement: "Serving on ",
      in: self
    ) { server in
      let made = try JSONDecoder().decode(MadePool.self, from: Data(contentsOf: file))
      try #require(made.subs.count == count)
      var world = self
      world.environment[Self.poolVariable] = made.pool
      world.environment["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = server.url
      try await body(world, made.subs)
    }
  }
}
