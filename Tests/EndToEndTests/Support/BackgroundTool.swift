import Foundation
import TestSupport
import Testing

/// A tool that runs until it is stopped, such as one that follows a stream.
struct BackgroundTool {
  private let process: Process
  private let end: AsyncStream<ContinuousClock.Instant>
  private let output: URL
  private let errors: URL

  init(_ tool: String, _ arguments: [String], in world: World) throws {
    try self.init(program: Binaries.path(of: tool), arguments, in: world)
  }

  init(program: String, _ arguments: [String], in world: World) throws {
    let name = UUID().uuidString
    output = world.folder.appending(path: "\(name).out")
    errors = world.folder.appending(path: "\(name).err")
    for file in [output, errors] { try Data().write(to: file) }
    process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = world.environment
    process.currentDirectoryURL = world.folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    end = try process.start()
  }

  var stdout: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
  var stderr: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Sends a signal and waits for the end; returns the exit code, or the signal's number.
  @discardableResult
  func stop(_ signal: Int32 = SIGINT) async -> Int32 {
    send(signal)
    return await waitForEnd()
  }

  /// Returns the exit code, or the signal's number. A cancelled test does not wait: it kills the tool.
  func waitForEnd() async -> Int32 {
    for await _ in end {}
    if process.isRunning {
      send(SIGKILL)
      process.waitUntilExit()
    }
    return process.terminationStatus
  }

  /// Runs `body` and stops the tool whatever happens; returns its exit code.
  func run(_ body: (BackgroundTool) async throws -> Void) async throws -> Int32 {
    do {
      try await body(self)
    } catch {
      Issue.record("\(error)\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)")
      await stop(SIGKILL)
      throw error
    }
    return await stop()
  }
}

/// Polls until the condition holds; fails the test after `TestTime.step`.
func wait(
  for what: String,
  sourceLocation: SourceLocation = #_sourceLocation,
  until condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + TestTime.step
  while try await !condition() {
    try #require(ContinuousClock.now < deadline, "waited for \(what)", sourceLocation: sourceLocation)
    try await Task.sleep(for: .milliseconds(50))
  }
}
