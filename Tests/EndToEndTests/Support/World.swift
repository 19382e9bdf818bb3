import Foundation
import TestSupport
import Testing

/// The environment of one test: a home folder, and all variables of its programs.
struct World: Sendable {
  let stack: Stack
  let folder: URL
  var environment: [String: String]

  /// A word for names, which no other test of this run has.
  let unique: String

  /// Further secrets of a test, which no tool may show.
  var secrets: [String] = []

  /// The secrets that no tool may show.
  static let secretKey = "canaryKey/wJalrXUtnFEMI+EXAMPLE"
  static let sessionToken = "canaryTokenFwoGZXIvYXdzEXAMPLE=="

  /// A name for a table or something else that no other test has.
  func name(_ stem: String) -> String { "\(stem)-\(unique)" }

  /// Writes a file into the folder and returns its path.
  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(bytes).write(to: file)
    return file.path
  }

  @discardableResult
  func file(_ name: String, _ text: String) throws -> String { try file(name, text.utf8) }

  /// Runs a tool of the suite and checks that it kept its secrets.
  ///
  /// - Parameters:
  ///   - changes: Variables to set; those that are nil are removed.
  ///   - interrupt: When this returns, the signals are sent; the run's seconds are counted from then on.
  ///   - signals: The signals to send; by default SIGINT, as by Ctrl-C.
  func run(
    _ tool: String,
    _ arguments: [String] = [],
    changes: [String: String?] = [:],
    input: String = "",
    streams: Command.Streams = .init(),
    interrupt: (@Sendable () async -> Void)? = nil,
    signals: [Int32] = [SIGINT],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Run {
    let environment = environment(with: changes)
    let command = Command(
      program: try Binaries.path(of: tool),
      arguments: arguments,
      environment: environment,
      folder: folder,
      input: Array(input.utf8),
      streams: streams
    )
    let run = try await run(command, interrupt.map { Interruption(signals: signals, moment: $0) })
    for secret in secrets + Self.secrets(in: environment) + Self.secrets(in: arguments) {
      #expect(!"\(run.stdout)\(run.stderr)".contains(secret), "\(run)", sourceLocation: sourceLocation)
    }
    return run
  }

  /// Runs a tool that is to succeed, and returns what it printed.
  @discardableResult
  func output(
    of tool: String,
    _ arguments: [String] = [],
    changes: [String: String?] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let run = try await run(tool, arguments, changes: changes, sourceLocation: sourceLocation)
    try #require(run.status == 0, "\(run.testDescription)", sourceLocation: sourceLocation)
    return run.stdout
  }

  /// Runs any other program in this world, such as a shell.
  func run(
    program: String,
    _ arguments: [String],
    changes: [String: String?] = [:]
  ) async throws -> Run {
    let environment = environment(with: changes)
    return try await run(
      Command(program: program, arguments: arguments, environment: environment, folder: folder)
    )
  }

  /// Whether the process has ended whose id is in a file of the folder. A zombie has ended.
  func hasEnded(file: String) async throws -> Bool {
    let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    let state = try await run(program: "/usr/bin/env", ["ps", "-o", "stat=", "-p", String(text.dropLast())])
    return state.stdout.isEmpty || state.stdout.hasPrefix("Z")
  }

  /// Runs a command, and measures how slow the machine is if the command took long enough for that to matter.
  private func run(_ command: Command, _ interruption: Interruption? = nil) async throws -> Run {
    var run = try await command.run(interruption)
    run.slowdown = try await Yardstick.slowdown(for: run.seconds, in: self)
    return run
  }

  /// Runs a script of `Oracles/` and reads the JSON document that it prints.
  func oracle<Answer: Decodable>(
    _ script: String,
    _ arguments: [String] = [],
    changes: [String: String?] = [:],
    as type: Answer.Type = Answer.self,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Answer {
    let run = try await run(program: stack.python, [Repository.oracle(script)] + arguments, changes: changes)
    try #require(run.status == 0, "\(run.testDescription)", sourceLocation: sourceLocation)
    return try JSONDecoder().decode(Answer.self, from: Data(run.output))
  }

  func environment(with changes: [String: String?]) -> [String: String] {
    var environment = environment
    for (name, value) in changes { environment[name] = value }
    return environment
  }

  private static func secrets(in environment: [String: String]) -> [String] {
    let names = [
      "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "CONNECTION_URL",
      "PROD_CONNECTION_URL",
    ]
    return names.compactMap { environment[$0] }.filter { $0.utf8.count > 8 } + ["postgres:password@"]
  }

  private static func secrets(in arguments: [String]) -> [String] {
    zip(arguments, arguments.dropFirst()).filter { $0.0 == "--connection-url" }.map(\.1)
  }
}

/// Runs `body` in a world of its own, with the local stack in its environment.
///
/// - Parameter region: A region that no other test has, for tables with Cruddur's own name and for listings.
func withWorld(
  region: String = "us-east-1",
  _ body: (World) async throws -> Void
) async throws {
  let stack = try #require(Stack.running)
  let unique = String(UUID().uuidString.lowercased().prefix(8))
  let folder = FileManager.default.temporaryDirectory.appending(path: "cruddur-e2e-\(unique)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let world = World(
    stack: stack,
    folder: folder,
    environment: [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": folder.path,
      "AWS_ENDPOINT_URL_DYNAMODB": stack.dynamoDB,
      "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": stack.cognito,
      "AWS_REGION": region,
      "AWS_ACCESS_KEY_ID": "AKIDCANARY",
      "AWS_SECRET_ACCESS_KEY": World.secretKey,
      "AWS_SESSION_TOKEN": World.sessionToken,
      // The machine that runs the tests may be an EC2 instance.
      "AWS_EC2_METADATA_DISABLED": "true",
    ].merging(sanitizerOptions) { $1 },
    unique: unique
  )
  try await body(world)
}

/// The options of `scripts/sanitize` for the sanitizers, which are also linked into the tools.
private let sanitizerOptions = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }

/// Whether `scripts/sanitize` runs the tests.
let isSanitized = !sanitizerOptions.isEmpty

/// The built tools, which are in the folder of the test bundle or above it.
enum Binaries {
  static func path(of tool: String) throws -> String {
    try #require(folder, "the built tools are not beside the test bundle").appending(path: tool).path
  }

  /// On Linux the bundle is the running program; on macOS it is an argument of the program that loads it.
  private static let folder: URL? = {
    for argument in CommandLine.arguments {
      var folder = URL(filePath: argument).resolvingSymlinksInPath()
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        let tool = folder.appending(path: "ddb-list-tables").path
        if FileManager.default.isExecutableFile(atPath: tool) { return folder }
      }
    }
    return nil
  }()
}
