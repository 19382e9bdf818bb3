import FoundationEssentials
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Runs the Python scripts of `Vectors/` while the tests run, and reads their answers.
package enum Oracle {
  /// The interpreter that has botocore; nil where `scripts/test` does not run the tests.
  package static let python = ProcessInfo.processInfo.environment["TEST_STACK_PYTHON"]

  /// Runs a script with its arguments and reads the JSON document that it prints.
  package static func answer<Answer: Decodable>(
    of script: String,
    as type: Answer.Type = Answer.self
  ) throws -> Answer {
    let command = "exec '\(try #require(python))' '\(Vectors.folder)'/\(script)"
    let pipe = try unsafe #require(unsafe popen(command, "r"))
    var output = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe fread(&chunk, 1, chunk.count, pipe), count > 0 {
      output.append(contentsOf: chunk[..<count])
    }
    try #require(unsafe pclose(pipe) == 0, "\(command) failed")
    return try JSONDecoder().decode(Answer.self, from: output)
  }
}
