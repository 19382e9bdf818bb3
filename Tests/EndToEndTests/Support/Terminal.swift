import Foundation
import TestSupport
import Testing

/// How a program ended that ran on a terminal, and what the terminal showed.
struct TerminalRun: Decodable, Timed, Sendable {
  let status: Int32
  /// stdout and stderr, as the terminal shows them: line ends are CR LF.
  let output: String
  /// The time from the last step to the end.
  let seconds: Double
  /// Whether the terminal still shows what is typed when the program has ended.
  let echoes: Bool
  var slowdown = 1.0

  private enum CodingKeys: CodingKey { case status, output, seconds, echoes }

  struct Step {
    /// The step waits for this text in the output; where it is nil, for the file.
    var text: String?
    var file: String?
    /// The text that is typed then.
    var send = ""
    /// The signal that is sent to the tool's process only; 0 for none.
    var signal: Int32 = 0

    static func on(_ text: String, type: String) -> Step { Step(text: text, send: type) }
    static func onFile(_ file: String, type: String) -> Step { Step(file: file, send: type) }
    static func on(_ text: String, signal: Int32) -> Step { Step(text: text, signal: signal) }
    static func onFile(_ file: String, signal: Int32) -> Step { Step(file: file, signal: signal) }
  }

  static let controlC = "\u{3}"
}

/// A file whose creation tells a step of a terminal that something has happened.
struct Flag: Sendable {
  let path: String

  func raise() { _ = FileManager.default.createFile(atPath: path, contents: nil) }
}

extension World {
  func flag(_ name: String) -> Flag { Flag(path: folder.appending(path: name).path) }

  /// Runs a tool on a terminal, and checks that it kept its secrets.
  func runOnTerminal(
    _ tool: String,
    _ arguments: [String] = [],
    steps: [TerminalRun.Step] = [],
    changes: [String: String?] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> TerminalRun {
    let path = tool.hasPrefix("/") ? tool : try Binaries.path(of: tool)
    let document: [String: Any] = [
      "command": [path] + arguments,
      "limit": TestTime.step / .seconds(2),
      "steps": steps.map { step in
        ["text": step.text, "file": step.file, "send": step.send].compactMapValues { $0 }
          .merging(["signal": Int(step.signal)] as [String: Any]) { $1 }
      },
    ]
    let given = String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
    let environment = ["TERM": "xterm-256color"].merging(changes) { $1 }
    var run: TerminalRun = try await oracle(
      "terminal.py",
      [given],
      changes: environment,
      sourceLocation: sourceLocation
    )
    run.slowdown = try await Yardstick.slowdown(for: run.seconds, in: self)
    for secret in secrets + [World.secretKey, World.sessionToken, "postgres:password@"] {
      #expect(!run.output.contains(secret), sourceLocation: sourceLocation)
    }
    return run
  }
}
