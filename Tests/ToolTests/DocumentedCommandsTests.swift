import ArgumentParser
import Foundation
import TestSupport
import Testing

/// The commands that the documentation shows are ones that the tools take.
@Suite struct DocumentedCommandsTests {

  private static let pages = [
    "README.md", "docs/configuration.md", "docs/data-model.md", "docs/permissions.md", "docs/recipes.md",
    "docs/troubleshooting.md", "scripts/demo",
  ]

  @Test(arguments: pages)
  func `each command that a page shows is one that its tool takes`(page: String) throws {
    let tools = Dictionary(
      uniqueKeysWithValues: CommandLineTools.all.map { ($0.configuration.commandName ?? "", $0) }
    )
    for command in try Self.commands(in: Repository.text(page)) {
      let words = try Self.words(of: command)
      let tool = try #require(tools[words[0]], "\(page): \(command)")
      do {
        _ = try tool.parseAsRoot(Array(words.dropFirst()))
      } catch {
        Issue.record("\(page): \(command): \(tool.fullMessage(for: error))")
      }
    }
  }

  @Test func `the commands of a page are found in its text`() throws {
    let found = try Self.commands(in: Repository.text("README.md"))
    #expect(found.contains("ddb-setup --stream --quiet"))
    #expect(try Self.commands(in: "`ddb-seed --replace` or `ddb-load FILE [prod]`") == ["ddb-seed --replace"])
    #expect(try Self.words(of: "x --from Sama 'See you' > out") == ["x", "--from", "Sama", "See you"])
  }

  @Test func `each message in docs/troubleshooting.md is one that a tool prints`() throws {
    let sources = try Repository.sources(below: "Sources").map { try Repository.text($0) }.joined()
    let rows = try Repository.text("docs/troubleshooting.md").matches(of: #/(?m)^\| `([^`]+)` \|/#)
    #expect(rows.count > 10)
    for row in rows {
      let parts = row.output.1.split(separator: "…").map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " '\""))
      }
      let longest = try #require(parts.max { $0.count < $1.count })
      // This message is PostgreSQL's.
      if row.output.1.hasPrefix("relation ") { continue }
      #expect(sources.contains(longest), "\(row.output.1)")
    }
  }

  /// The simple commands that begin with a tool's name: those of code blocks, and in running text those with
  /// an option. Text with a placeholder, such as `[prod]`, `…` or a variable, is not a command.
  private static func commands(in page: String) throws -> [String] {
    let names = "(?:ddb|db|cognito|cruddur)-[a-z-]+"
    // What follows several blanks says what the command does.
    let block = try Regex(#"(?m)^(?:[ $]|- run: |run ["'])*(\#(names)(?: (?! )[^|;&\n]*)?)"#)
    let next = try Regex(#"[|&;] *(\#(names)(?: [^|;&\n]*)?)"#)
    let span = try Regex("`(\(names) [^`]*--[^`]*)`")
    return [block, next, span].flatMap { expression in
      page.matches(of: expression).compactMap { $0.output[1].substring.map(String.init) }
    }
    .map { $0.split(separator: "`")[0].trimmingCharacters(in: .whitespaces) }
    .filter { !$0.contains("[") && !$0.contains("…") && !$0.contains("$") }
  }

  /// The words of a command as a shell splits them, up to a redirection.
  private static func words(of command: String) throws -> [String] {
    let word = try Regex(#"'([^']*)'|"([^"]*)"|([^\s'"]+)"#)
    let words = command.matches(of: word).map { match in
      String((match.output[1].substring ?? match.output[2].substring ?? match.output[3].substring) ?? "")
    }
    return Array(words.prefix { !$0.contains(">") && $0 != "#" && $0 != "\\" })
  }
}
