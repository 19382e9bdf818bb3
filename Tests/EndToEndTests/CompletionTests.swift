import Foundation
import TestSupport
import Testing

/// What Tab gives in the shells themselves: words of the command line, and tables, handles and profiles as
/// they are now.
@Suite(.needsStack, .inTurn) struct CompletionTests {
  enum Shell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    var path: String? {
      ["/bin", "/usr/bin", "/opt/homebrew/bin", "/usr/local/bin"].map { "\($0)/\(rawValue)" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    static var installed: [Shell] { allCases.filter { $0.path != nil } }

    var arguments: [String] {
      switch self {
      case .bash: ["--noprofile", "--norc", "-i"]
      case .zsh: ["-f", "-i"]
      case .fish: ["--no-config", "-i", "-C", "function fish_prompt; echo 'READY> '; end"]
      }
    }

    /// The line that loads the completion script of a folder.
    func load(_ folder: URL) -> String {
      switch self {
      case .bash: "source '\(folder.path)/script'\r"
      case .zsh:
        "fpath=('\(folder.path)' $fpath); autoload -U compinit; compinit -u -d '\(folder.path)/dump'\r"
      case .fish: "source '\(folder.path)/script'\r"
      }
    }
  }

  private static let tool = "ddb-patterns"

  /// Types the beginning of a command and Tab, and waits until the whole word is there.
  private func complete(_ typed: String, to word: String, in shell: Shell, _ world: World) async throws {
    let script = try await world.output(of: Self.tool, ["--generate-completion-script", shell.rawValue])
    _ = try world.file(shell == .zsh ? "_\(Self.tool)" : "script", script)
    let binaries = URL(filePath: try Binaries.path(of: Self.tool)).deletingLastPathComponent().path
    let run = try await world.runOnTerminal(
      try #require(shell.path),
      shell.arguments,
      steps: [
        .on("READY> ", type: shell.load(world.folder) + "\(Self.tool) \(typed)\t"),
        .on(word, type: "\(TerminalRun.controlC)\rexit\r"),
      ],
      changes: ["PATH": "\(binaries):/usr/bin:/bin", "PS1": "READY> ", "COLUMNS": nil]
    )
    #expect(run.output.contains(word), "\(shell): \(run)")
  }

  @Test(arguments: Shell.installed)
  func `Tab completes the name of an existing table`(shell: Shell) async throws {
    try await withWorld { world in
      let table = world.name("\(shell)-tabbed")
      try await world.createTable(table)
      try await complete("get-conversations --table \(shell)-tabbed", to: table, in: shell, world)
    }
  }

  @Test(arguments: Shell.installed)
  func `Tab completes a handle of the database`(shell: Shell) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        try await database.addUser(handle: "nightingale", displayName: "N")
        try await complete("list-conversations --handle night", to: "nightingale", in: shell, world)
      }
    }
  }

  @Test(arguments: Shell.installed)
  func `Tab completes a profile of the configuration files`(shell: Shell) async throws {
    try await withWorld { world in
      var world = world
      world.environment["AWS_CONFIG_FILE"] = try world.file(
        "config",
        "[profile staging-of-test]\nregion = us-east-1\n"
      )
      try await complete("tail --profile stag", to: "staging-of-test", in: shell, world)
    }
  }

  /// The words that a shell hands over when Tab is pressed behind an option.
  private func words(_ command: String, _ typed: [String]) -> [String] {
    ["---completion", command, "--", typed.last ?? "", "1", "0", Self.tool] + typed + [""]
  }

  @Test func `in prod completion signs only with keys from the environment and the files`() async throws {
    try await withWorld { world in
      var world = world
      let table = world.name("prod-tabbed")
      try await world.createTable(table)
      world.environment["AWS_ACCESS_KEY_ID"] = nil
      world.environment["AWS_SECRET_ACCESS_KEY"] = nil
      world.environment["AWS_SHARED_CREDENTIALS_FILE"] = try world.file(
        "credentials",
        "[keys]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n"
      )
      let trace = world.folder.appending(path: "started").path
      world.environment["AWS_CONFIG_FILE"] = try world.file(
        "config",
        "[profile keys]\nregion = us-east-1\n"
          + "[profile program]\nregion = us-east-1\ncredential_process = /usr/bin/touch \(trace)\n"
      )
      let place = ["prod", "--endpoint-url", try #require(Stack.running).dynamoDB]
      let found = try await world.run(
        Self.tool,
        words("get-conversations", place + ["--profile", "keys", "--table"])
      )
      #expect(found.stdout.contains(table) && found.stderr.isEmpty, "\(found)")
      let none = try await world.run(
        Self.tool,
        words("get-conversations", place + ["--profile", "program", "--table"])
      )
      #expect(!none.stdout.contains(table) && none.stderr.isEmpty, "\(none)")
      #expect(!FileManager.default.fileExists(atPath: trace))
    }
  }

  @Test func `completion does not wait for a database that does not answer`() async throws {
    try await withWorld { world in
      let server = try Socket.listening()
      let url = "postgresql://u@127.0.0.1:\(server.port)/d"
      let run = try await world.run(
        Self.tool,
        words("list-conversations", ["--connection-url", url, "--handle"])
      )
      #expect(run.stderr.isEmpty && run.stdout.isEmpty, "\(run)")
      #expect(run.seconds < 8, "\(run)")
    }
  }

  @Test func `where no server answers, completion prints no names and no message`() async throws {
    try await withWorld { world in
      let words = ["---completion", "get-conversations", "--", "--table", "1", "0", Self.tool, "--table", ""]
      for endpoint in ["http://127.0.0.1:1", "nonsense"] {
        let run = try await world.run(
          Self.tool,
          words,
          changes: ["AWS_ENDPOINT_URL_DYNAMODB": endpoint, "AWS_ENDPOINT_URL": nil]
        )
        #expect(
          run.stdout.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty && run.stderr.isEmpty,
          "\(run)"
        )
        #expect(run.seconds < 5, "\(run)")
      }
      let unknown = try await world.run(Self.tool, ["---completion", "no-such", "--", "--table"])
      #expect(unknown.stderr.isEmpty, "\(unknown)")
    }
  }
}
