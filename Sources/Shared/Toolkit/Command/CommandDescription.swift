import ArgumentParser
import FoundationEssentials

/// A command as ArgumentParser describes it: version 0 of the format of `--experimental-dump-help`.
struct CommandDescription: Decodable {
  let commandName: String
  let abstract: String?
  let discussion: String?
  private let subcommands: [CommandDescription]?
  private let arguments: [ArgumentDescription]?

  var commands: [CommandDescription] { (subcommands ?? []).filter { $0.commandName != "help" } }
  var positionals: [ArgumentDescription] { (arguments ?? []).filter { $0.kind == .positional } }
  var options: [ArgumentDescription] { (arguments ?? []).filter { $0.kind != .positional } }

  /// The option of a name as it is typed, with its dashes.
  func option(_ name: String) -> ArgumentDescription? {
    options.first { $0.typedNames.contains(name) }
  }
}

/// A positional argument, an option with a value, or a flag.
struct ArgumentDescription: Decodable {
  enum Kind: String, Decodable {
    case positional
    case option
    case flag
  }

  struct Name: Decodable {
    let kind: String
    let name: String
  }

  let kind: Kind
  let shouldDisplay: Bool
  let sectionTitle: String?
  let isOptional: Bool
  let isRepeating: Bool
  let valueName: String?
  let defaultValue: String?
  let abstract: String?
  private let names: [Name]?
  private let allValues: [String]?

  /// The values that it takes, where these are a few words; empty for others.
  var words: [String] { allValues ?? [] }

  /// With their dashes, the short one first.
  var typedNames: [String] {
    let names = names ?? []
    return names.filter { $0.kind == "short" }.map { "-\($0.name)" }
      + names.filter { $0.kind == "long" }.map { "--\($0.name)" }
  }
}

/// What ArgumentParser describes: a command, and the version of the format.
private struct Document: Decodable {
  let command: CommandDescription
}

extension ParsableCommand {
  /// The command with all below it; nil if ArgumentParser changes its format.
  static var described: CommandDescription? {
    try? JSONDecoder().decode(Document.self, from: Data(_dumpHelp().utf8)).command
  }
}
