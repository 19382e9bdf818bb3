import ArgumentParser

/// A command that uses PostgreSQL only, one statement after the other. A command that uses AWS is an
/// `AWSTool`.
package protocol Tool: SuiteCommand {
  /// Does the work.
  func run(in context: Context) throws
}

extension Tool {
  package static func main() {
    ProcessRun.begin()
    ProcessRun.end(execute(.process))
  }

  /// Parses the command line, does the work and reports how it ended.
  ///
  /// - Returns: The exit code.
  package static func execute(_ invocation: Invocation) -> Int32 {
    execute(invocation) { command, context in try (command as? Self)?.run(in: context) }
  }
}
