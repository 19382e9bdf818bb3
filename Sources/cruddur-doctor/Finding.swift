import AWS
import Toolkit

/// The result of a check: all is well, or what is wrong and what to type.
struct Finding: Sendable {
  /// The first word of a finding's line.
  enum Kind: String {
    case ok
    /// Nothing is wrong, and the reader should know it: what was not looked at, or what only some tools need.
    case note
    case wrong
  }

  /// The check's name, a word or two.
  let check: String
  let kind: Kind
  let message: String
  var nextSteps: [NextStep] = []

  static func ok(_ check: String, message: String) -> Finding {
    Finding(check: check, kind: .ok, message: message)
  }

  static func note(_ check: String, message: String, next: [NextStep] = []) -> Finding {
    Finding(check: check, kind: .note, message: message, nextSteps: next)
  }

  static func wrong(_ check: String, message: String, next: NextStep?...) -> Finding {
    Finding(check: check, kind: .wrong, message: message, nextSteps: next.compactMap(\.self))
  }

  /// A check that failed with an error.
  static func failed(_ check: String, error: ToolError) -> Finding {
    Finding(check: check, kind: .wrong, message: error.message, nextSteps: error.nextSteps)
  }

  var isWrong: Bool { kind == .wrong }

  /// One line, and below it what to do about it.
  func text(_ commandLine: CommandLineText) -> String {
    let name = check.padded(toColumns: 14)
    let steps = nextSteps.flatMap { $0.rendered(commandLine).split(separator: "\n") }.map { "\n    \($0)" }
    return "\(kind.rawValue.padded(toColumns: 7))\(name)\(message)\(steps.joined())"
  }

  func document(_ commandLine: CommandLineText) -> JSONValue {
    [
      "check": .string(check), "ok": .bool(!isWrong), "message": .string(message),
      "next": .array(nextSteps.map { .string($0.rendered(commandLine)) }),
    ]
  }
}

/// Some names of many, for a message.
func listed(_ names: [String]) -> String {
  let shown = names.prefix(3).map(\.onOneLine).joined(separator: ", ")
  return names.count > 3 ? "\(shown), …" : shown
}
