import Foundation
import Testing

/// The repository that these tests are in, as files.
package enum Repository {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  package static func path(_ path: String) -> String { root.appending(path: path).path }

  package static func text(_ path: String) throws -> String {
    try String(contentsOfFile: self.path(path), encoding: .utf8)
  }

  /// The names in a folder.
  package static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder))
  }

  /// The Swift files below a folder.
  package static func sources(below folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path(folder))
      .filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
  }

  /// The manifest's tools, and what each of them depends on besides Toolkit.
  package static func tools() throws -> [String: Set<String>] {
    let manifest = try text("Package.swift")
    let start = try #require(manifest.firstRange(of: "let tools: "))
    let end = try #require(manifest[start.upperBound...].firstRange(of: "\n]\n"))
    return dependencies(
      in: manifest[start.upperBound..<end.lowerBound],
      #/(?m)^  "([a-z-]+)": (?:\[(.*)\])?,$/#
    )
  }

  /// The modules of Sources/Shared, and what each of them depends on besides Toolkit.
  package static func modules(in manifest: String = "Package.swift") throws -> [String: Set<String>] {
    dependencies(in: try text(manifest)[...], #/(?m)^    module\("(\w+)"(?:, \[(.*)\])?\),$/#)
  }

  private static func dependencies(
    in text: Substring,
    _ pattern: Regex<(Substring, Substring, Substring?)>
  ) -> [String: Set<String>] {
    let pairs = text.matches(of: pattern).map { row in
      let list = row.output.2 ?? ""
      return (String(row.output.1), Set(list.matches(of: #/"(\w+)"/#).map { String($0.output.1) }))
    }
    return Dictionary(pairs) { $1 }
  }
}
