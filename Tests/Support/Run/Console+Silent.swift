import Toolkit

extension OutputSink {
  /// Takes everything and keeps nothing.
  package static let discarding = OutputSink(isTerminal: false) { _ in 0 }
}

extension Console {
  /// Says nothing.
  package static let silent = Console(
    quiet: true,
    verbose: false,
    environment: Environment([:]),
    output: .discarding,
    errors: .discarding
  )
}
