import Foundation
import TestSupport
import Testing

/// A PostgreSQL server that only one test uses, so that it may be restarted.
struct PrivatePostgres {
  private let world: World

  /// Runs `body` with a server that has Cruddur's tables and first users, and with its URL in the
  /// environment.
  static func with(in world: World, _ body: (World, PrivatePostgres) async throws -> Void) async throws {
    let server = PrivatePostgres(world: world)
    let port = try await server.script("start")
    var world = world
    world.environment["CONNECTION_URL"] = "postgresql://postgres:password@127.0.0.1:\(port)/cruddur"
    do {
      for tool in ["db-create", "db-schema-load", "db-seed"] { try await world.output(of: tool) }
      try await body(world, server)
    } catch {
      _ = try? await server.script("stop")
      throw error
    }
    _ = try await server.script("stop")
  }

  /// Ends it at once, as a loss of power does, and starts it again. Returns when it answers.
  func crash() async throws { _ = try await script("crash") }

  private func script(_ word: String) async throws -> String {
    let run = try await world.run(
      program: "/usr/bin/env",
      ["bash", Repository.oracle("cluster.sh"), world.folder.path, word]
    )
    try #require(run.status == 0, "\(run.testDescription)")
    return String(run.stdout.prefix { $0 != "\n" })
  }
}
