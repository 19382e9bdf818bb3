import Foundation
import Testing

/// The manifest, the README and the folders name the same tools.
@Suite struct RegistrationTests {
  @Test func `every folder of a tool is in the manifest`() throws {
    let folders = try Set(Repository.names(in: "Sources")).subtracting(["Shared"])
    #expect(folders == (try Set(Repository.tools().keys)))
    #expect(folders.count >= 13)
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

  @Test func `every tool has tests in process`() throws {
    let tests = try Repository.names(in: "Tests/ToolTests").filter {
      $0.hasSuffix(".swift") && $0 != "CommandLineTools.swift"
    }
    for tool in try Repository.tools().keys {
      let module = tool.replacing("-", with: "_")
      let isImported = try tests.contains {
        try Repository.text("Tests/ToolTests/\($0)").contains("@testable import \(module)\n")
      }
      #expect(isImported, "\(tool) has no tests in Tests/ToolTests")
    }
  }
}
