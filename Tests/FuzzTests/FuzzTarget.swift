/// A parser of outside data, and the properties that hold for any bytes.
struct FuzzTarget: Sendable, CustomStringConvertible {
  let name: String
  /// Documents that it accepts, to begin with.
  let seeds: [[UInt8]]
  /// Tokens of its documents, which mutations insert.
  let tokens: [String]
  /// Runs it with one input.
  ///
  /// - Throws: `Finding` when a property does not hold. A crash is a finding by itself.
  let check: @Sendable (_ input: [UInt8]) async throws -> Void

  var description: String { name }

  static let all: [FuzzTarget] = [
    .json, .answer, .operations, .scan, .credentials, .config, .sql, .conversation, .token,
  ]
}

/// A property that does not hold.
struct Finding: Error, CustomStringConvertible {
  let description: String
}

/// - Throws: `Finding` unless `condition` holds.
func promise(_ condition: Bool, _ text: @autoclosure () -> String) throws(Finding) {
  guard condition else { throw Finding(description: text()) }
}
