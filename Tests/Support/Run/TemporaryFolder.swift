import Foundation
import Testing

/// A folder for one test; it is removed when the value is released.
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

  /// Makes a sparse file of this size, which takes no room on the disk.
  package func hole(gigabytes: Int64) throws -> String {
    let path = try file("hole", [])
    try #require(unsafe truncate(path, off_t(gigabytes << 30)) == 0)
    return path
  }

  package func path(of name: String) -> String { "\(path)/\(name)" }
}
