import Foundation
import Testing

/// The manifest, the README and the folders name the same tools.
@Suite struct RegistrationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  private func names(in text: String, _ pattern: Regex<(Substring, Substring)>) -> Set<String> {
    Set(text.matches(of: pattern).map { String($0.output.1) })
  }

  private func manifest() throws -> Set<String> {
    let text = try text("Package.swift")
    let start = try #require(text.firstRange(of: "let tools: "))
    let end = try #require(text[start.upperBound...].firstRange(of: "\n]\n"))
    return names(in: String(text[start.upperBound..<end.lowerBound]), #/(?m)^  "([a-z-]+)": \[/#)
  }

  @Test func `every folder of a tool is in the manifest`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Sources").path
    )
    #expect(Set(folders).subtracting(["Shared"]) == (try manifest()))
    #expect(try manifest().count >= 13)
  }

  @Test func `every tool is in the README's table, and no other`() throws {
    let rows = try text("README.md").split(separator: "\n").filter { $0.hasPrefix("|") }
    let named = rows.reduce(into: Set<String>()) { found, row in
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3 else { return }
      found.formUnion(names(in: cells[1], #/`((?:ddb|db|cognito|cruddur)-[a-z-]+)/#))
    }
    #expect(named == (try manifest()))
  }

  @Test func `every tool has tests in process`() throws {
    let tests = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appending(path: "Tests/ToolTests").path
    )
    for tool in try manifest() {
      let module = tool.replacing("-", with: "_")
      let isImported = try tests.filter { $0.hasSuffix(".swift") }.contains {
        try text("Tests/ToolTests/\($0)").contains("@testable import \(module)\n")
      }
      #expect(isImported, "\(tool) has no tests in Tests/ToolTests")
    }
  }
}
