import FoundationEssentials

/// A folder for one test; it goes with the value.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "shared-tests-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  package func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let path = self.path(of: name)
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  package func path(of name: String) -> String { "\(path)/\(name)" }
}
