import Foundation
import TestSupport
import Testing

/// The arrows between the modules, as docs/architecture.md draws them.
///
/// The manifest alone does not keep them: SwiftPM lets a module import any module of the package that happens
/// to be built before it.
@Suite struct ImportTests {
  private static let arrows: [String: Set<String>] = [
    "Toolkit": ["CBuild", "CCrypto"],
    "AWS": ["CCurl"],
    "Postgres": ["CLibPQ"],
    "HTTPServer": ["CMicroHTTPD"],
    "Cruddur": [],
    "CruddurAWS": ["AWS", "Cruddur"],
    "CruddurDatabase": ["Cruddur", "Postgres"],
  ]

  @Test func `the manifest has the arrows of the architecture`() throws {
    #expect(try Repository.modules() == Self.arrows)
  }

  /// Nobody else builds that package.
  @Test func `the package of scripts/fuzz has the same arrows for the modules that it builds`() throws {
    let modules = try Repository.modules(in: "Fuzzing/Package.swift")
    #expect(!modules.isEmpty)
    for (name, dependencies) in modules {
      #expect(dependencies.subtracting(["Toolkit"]) == Self.arrows[name], "\(name)")
    }
  }

  @Test func `a module imports only the modules that it depends on`() throws {
    let (modules, tools) = (try Repository.modules(), try Repository.tools())
    let own = Set(modules.keys).union(modules.values.joined()).union(["Fixtures"])
      .union(tools.keys.map { $0.replacing("-", with: "_") })
    let folders =
      modules.map { ("Sources/Shared/\($0.key)", $0.value) } + tools.map { ("Sources/\($0.key)", $0.value) }
    for (folder, dependencies) in folders {
      let allowed = dependencies.union(folder == "Sources/Shared/Toolkit" ? [] : ["Toolkit"])
      let files = try Repository.sources(below: folder)
      #expect(!files.isEmpty, "\(folder)")
      for file in files {
        let forbidden = try Self.imports(of: file).intersection(own).subtracting(allowed)
        #expect(
          forbidden.isEmpty,
          "\(file) imports \(forbidden.sorted()): Package.swift has no such dependency"
        )
      }
    }
  }

  private static func imports(of file: String) throws -> Set<String> {
    let lines = try Repository.text(file).matches(of: #/(?m)^\s*(?:[@\w]+ )*import (?:\w+ )?(\w+)/#)
    return Set(lines.map { String($0.output.1) })
  }
}
