import Toolkit

extension OutputSink {
  /// Discards everything.
  package static let discarding = OutputSink(isTerminal: false) { _ in 0 }
}

extension Console {
  /// Prints nothing.
  package static let silent = Console(
    quiet: true,
    verbose: false,
    environment: Environment([:]),
    output: .discarding,
    errors: .discarding
  )

  /// Writes its notes and warnings to `errors`, and nothing else.
  package static func noting(_ errors: RecordedOutput) -> Console {
    Console(
      quiet: false,
      verbose: false,
      environment: Environment([:]),
      output: .discarding,
      errors: errors.sink
    )
  }
}
