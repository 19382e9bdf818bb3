import Foundation
import TestSupport
import Testing

/// Tests of the Dockerfile without Docker: its style, and whether the image has the executable's libraries.
@Suite(.needsStack, .inTurn) struct ImageTests {
  /// hadolint is in the virtual environment, beside its Python; PyPI does not have it for every architecture.
  private static let hadolint = Stack.running.map {
    URL(filePath: $0.python).deletingLastPathComponent().appending(path: "hadolint").path
  }

  private static func isThere(_ program: String?) -> Bool {
    program.map(FileManager.default.isExecutableFile(atPath:)) ?? false
  }

  @Test(.enabled(if: isThere(hadolint), "needs hadolint, which is not packed for this machine"))
  func `hadolint accepts the Dockerfile`() async throws {
    try await withWorld { world in
      let lint = try #require(Self.hadolint)
      let run = try await world.run(program: lint, ["--no-color", Repository.path("Dockerfile")])
      #expect(run.status == 0, "\(run.testDescription)")
    }
  }

  @Test(.enabled(if: isThere("/usr/bin/dpkg") && isThere("/usr/bin/readelf"), "needs dpkg and readelf"))
  func `the image installs each library that the server is linked with`() async throws {
    let file = try Repository.text("Dockerfile")
    let image = try #require(file.components(separatedBy: "\nFROM ").last)
    try await withWorld { world in
      let dynamic = try await world.run(
        program: "/usr/bin/readelf",
        ["-d", Binaries.path(of: "cruddur-api")]
      )
      // The libraries of Swift are linked statically, and the C library is in every image.
      let libraries = dynamic.stdout.matches(of: #/\[(lib(?:curl|crypto|microhttpd|pq)\.so\.\d+)\]/#)
      #expect(libraries.count == 4, "\(dynamic.testDescription)")
      for library in libraries.map(\.output.1) {
        let found = try await world.run(program: "/usr/bin/dpkg", ["-S", "*/\(library)"])
        let package = found.stdout.prefix { $0 != ":" }
        #expect(!package.isEmpty && image.contains(" \(package)"), "\(library): \(found.testDescription)")
      }
    }
  }
}
