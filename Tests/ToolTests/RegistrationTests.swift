import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Toolkit

/// The manifest, the README, the folders and the lists in the tests name the same tools.
@Suite struct RegistrationTests {
  @Test func `every folder of a tool is in the manifest`() throws {
    let folders = try Set(Repository.names(in: "Sources")).subtracting(["Shared"])
    #expect(folders == (try Set(Repository.tools().keys)))
    #expect(!folders.isEmpty)
  }

  @Test func `the README's table lists every tool and nothing else`() throws {
    let rows = try Repository.text("README.md").split(separator: "\n").filter { $0.hasPrefix("|") }
    let named = rows.reduce(into: Set<String>()) { found, row in
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3 else { return }
      let names = cells[1].matches(of: #/`((?:ddb|db|cognito|cruddur)-[a-z-]+)/#)
      found.formUnion(names.map { String($0.output.1) })
    }
    #expect(named == (try Set(Repository.tools().keys)))
  }

  @Test func `the tests of all command lines include every tool`() throws {
    let names = Set(CommandLineTools.all.map { $0.configuration.commandName ?? "" })
    #expect(names == (try Set(Repository.tools().keys)))
  }

  @Test(arguments: CommandLineTools.all.map { $0.configuration.commandName ?? "" })
  func `every tool has completion scripts that name it`(tool: String) throws {
    let command = try #require(CommandLineTools.all.first { $0.configuration.commandName == tool })
    for shell in CompletionShell.allCases {
      #expect(command.completionScript(for: shell).contains(tool), "\(shell.rawValue)")
    }
  }

  @Test func `suggested commands repeat the options of the place that the tool's modules have`() throws {
    for command in CommandLineTools.all {
      let tool = try #require(command.configuration.commandName)
      let modules = try #require(Repository.tools()[tool])
      let usesMessages = tool != "ddb-drop" && command.takesTable
      let expected =
        (modules.contains("AWS") ? ["--endpoint-url", "--region", "--profile"] : [])
        + (modules.contains("Postgres") ? ["--connection-url"] : []) + (usesMessages ? ["--table"] : [])
      #expect(CommandLineText.placeOptions(of: tool) == expected, "\(tool)")
    }
  }

  @Test func `every tool has tests in process`() throws {
    let tests = try Repository.names(in: "Tests/ToolTests").filter { $0.hasSuffix(".swift") }
    for tool in try Repository.tools().keys {
      let module = tool.replacing("-", with: "_")
      let isImported = try tests.contains {
        try Repository.text("Tests/ToolTests/\($0)").contains("@testable import \(module)\n")
      }
      #expect(isImported, "\(tool) has no tests in Tests/ToolTests")
    }
  }
}

extension ParsableCommand {
  /// Whether the command, or one of its subcommands, has `--table`.
  fileprivate static var takesTable: Bool {
    guard let described else { return false }
    return (described.commands + [described]).contains { $0.option("--table") != nil }
  }
}
