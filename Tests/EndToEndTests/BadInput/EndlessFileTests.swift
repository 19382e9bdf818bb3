import Foundation
import TestSupport
import Testing

/// Endless or very large files: an error that names file and limit, within 64 MB of memory.
@Suite(.needsStack, .serialized, .inTurn) struct EndlessFileTests {
  static let readers = [
    (["db-schema-load", "--schema"], "larger than 16 MB"), (["db-seed", "--seed"], "larger than 16 MB"),
    (["db-setup", "--seed"], "larger than 16 MB"), (["ddb-schema-load", "--schema"], "larger than 16 MB"),
    (["ddb-seed", "--conversation"], "larger than 16 MB"),
  ]

  @Test(arguments: readers)
  func `an endless input file is an error`(command: [String], words: String) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, database in
        let users = try await database.users()
        try await world.expectFailure(of: command + ["/dev/zero"], naming: ["/dev/zero", words])
        let hole = try world.hole("hole", gigabytes: 4)
        // A conversation on disk is read line by line.
        let holeWords = command[0] == "ddb-seed" ? "longer than 1 MB" : words
        try await world.expectFailure(of: command + [hole], naming: [hole, holeWords])
        #expect(try await database.users() == users)
      }
    }
  }

  @Test(arguments: ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"], ["/dev/zero", "hole"])
  func `an endless configuration or credentials file is an error`(variable: String, file: String) async throws
  {
    try await withWorld { world in
      let path = try file == "hole" ? world.hole("hole", gigabytes: 4) : file
      var world = world
      world.environment[variable] = path
      try await world.expectFailure(of: ["ddb-list-tables", "prod"], naming: [path, "larger than 16 MB"])
    }
  }
}

private struct Measured: Decodable {
  let status: Int32
  let stdout: String
  let stderr: String
  let seconds: Double
  /// The most that it had, in bytes.
  let memory: Int
}

extension World {
  /// Runs a tool that is to fail, and checks what it says and how much memory it takes.
  fileprivate func expectFailure(
    of command: [String],
    naming words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let tool = try Binaries.path(of: command[0])
    let measured: Measured = try await oracle("memory.py", [tool] + command.dropFirst())
    let run = Run(
      status: measured.status,
      output: Array(measured.stdout.utf8),
      stderr: measured.stderr,
      seconds: measured.seconds
    )
    run.expectFailure(naming: words, lines: 4, sourceLocation: sourceLocation)
    // A sanitizer takes memory of its own.
    #expect(isSanitized || measured.memory < 64 << 20, "\(measured)", sourceLocation: sourceLocation)
  }

  /// Writes a file of zeros that takes no room on the disk.
  fileprivate func hole(_ name: String, gigabytes: Int) throws -> String {
    let path = try file(name, "")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: UInt64(gigabytes) << 30)
    try handle.close()
    return path
  }
}
