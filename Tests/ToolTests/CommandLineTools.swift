import ArgumentParser
import TestSupport

/// The tools of the manifest, whose command lines all get the same tests.
enum CommandLineTools {
  /// RegistrationTests fails where a tool is not found.
  static let all: [any ParsableCommand.Type] = ((try? Repository.tools()) ?? [:]).keys.sorted().compactMap {
    command(of: $0)
  }

  /// The type that a tool's sources mark with `@main`. It is looked up by its mangled name, so that a new tool has
  /// no list to be put in.
  private static func command(of tool: String) -> (any ParsableCommand.Type)? {
    let sources = (try? Repository.sources(below: "Sources/\(tool)")) ?? []
    let names = sources.compactMap { source in
      try? Repository.text(source).firstMatch(of: #/@main\nstruct (\w+)/#)?.output.1
    }
    guard let name = names.first else { return nil }
    let module = tool.replacing("-", with: "_")
    return _typeByName("\(module.count)\(module)\(name.count)\(name)V") as? any ParsableCommand.Type
  }
}
