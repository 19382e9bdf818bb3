import Synchronization
import Toolkit

extension StandardInput {
  /// What a test types: lines, then the end of the input.
  package static func typed(_ lines: [String] = [], isTerminal: Bool = false) -> StandardInput {
    let rest = Mutex(lines[...])
    return StandardInput(isTerminal: isTerminal) { rest.withLock { $0.popFirst() } }
  }
}
