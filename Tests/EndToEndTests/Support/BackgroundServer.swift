import Foundation
import TestSupport
import Testing

/// A Python server of one test: started on a free port of its own choice, stopped when the test is over, or
/// when this process ends.
struct BackgroundServer {
  let url: String

  /// - Parameters:
  ///   - arguments: The Python module's name and its arguments.
  ///   - announcement: What it writes right before its address, once it is ready.
  static func with(
    _ arguments: [String],
    announcement: String,
    in world: World,
    changes: [String: String?] = [:],
    _ body: (BackgroundServer) async throws -> Void
  ) async throws {
    let log = world.folder.appending(path: "server-\(UUID().uuidString).log")
    try Data().write(to: log)
    let process = Process()
    process.executableURL = URL(filePath: world.stack.python)
    process.arguments = ["-u", Repository.oracle("serve.py")] + arguments
    process.environment = world.environment(with: changes)
    let lifeline = Pipe()
    process.standardInput = lifeline
    process.standardOutput = try FileHandle(forWritingTo: log)
    process.standardError = process.standardOutput
    let end = try process.start()
    do {
      let address = try await address(in: log, after: announcement, while: { process.isRunning })
      try await body(BackgroundServer(url: "http://\(address)"))
    } catch {
      await stop(process, end)
      throw error
    }
    await stop(process, end)
  }

  private static func stop(_ process: Process, _ end: AsyncStream<ContinuousClock.Instant>) async {
    kill(process.processIdentifier, SIGKILL)
    for await _ in end {}
  }

  /// Reads the log until it holds the address.
  private static func address(in log: URL, after announcement: String, while isRunning: () -> Bool)
    async throws
    -> String
  {
    let deadline = ContinuousClock.now + TestTime.step
    while true {
      let isAlive = isRunning()
      let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
      let rest = text.range(of: announcement).map { text[$0.upperBound...] }
      if let rest, let end = rest.firstIndex(where: { $0.isWhitespace || $0 == "\u{1B}" }) {
        return String(rest[..<end])
      }
      try #require(isAlive && ContinuousClock.now < deadline, "the server did not start: \(text)")
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}

extension World {
  /// Runs `body` with a proxy that stands in for AWS: it terminates TLS for any AWS host and answers with
  /// moto.
  ///
  /// - Parameter changes: Changes to the proxy's own environment.
  func withProxy(
    changes: [String: String?] = [:],
    _ body: (World) async throws -> Void
  ) async throws {
    try await BackgroundServer.with(
      ["moto.proxy", "-H", "127.0.0.1", "-p", "0"],
      announcement: "Serving HTTP Proxy on ",
      in: self,
      changes: changes
    ) { server in
      let package = try await run(
        program: stack.python,
        ["-c", "import moto.moto_proxy as p, os; print(os.path.dirname(p.__file__), end='')"]
      )
      var world = self
      world.environment["HTTPS_PROXY"] = server.url
      world.environment["AWS_CA_BUNDLE"] = "\(package.stdout)/ca.crt"
      try await body(world)
    }
  }
}
