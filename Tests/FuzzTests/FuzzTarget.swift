/// A reader of bytes from outside, and what must hold of it whatever the bytes are.
struct FuzzTarget: Sendable, CustomStringConvertible {
  let name: String
  /// Documents that it accepts, to begin with.
  let seeds: [[UInt8]]
  /// What its documents are made of; a mutation may put them anywhere.
  let tokens: [String]
  /// Feeds it with one input.
  ///
  /// - Throws: `Finding` when a promise is broken. A trap needs no promise.
  let check: @Sendable (_ input: [UInt8]) async throws -> Void

  var description: String { name }

  static let all: [FuzzTarget] = [
    .json, .answer, .operations, .scan, .credentials, .config, .sql, .conversation,
  ]
}

/// A broken promise.
struct Finding: Error, CustomStringConvertible {
  let description: String
}

/// - Throws: `Finding` unless `condition` holds.
func promise(_ condition: Bool, _ text: @autoclosure () -> String) throws(Finding) {
  guard condition else { throw Finding(description: text()) }
}
