import ArgumentParser
import Toolkit

/// A command that uses AWS: it runs on an event loop together with its requests.
package protocol AWSTool: SuiteCommand {
  /// Does the work.
  func run(in context: AWSContext) async throws
}

/// A command with subcommands, all of which are `AWSTool`s.
package protocol AWSToolGroup: ParsableCommand {}

extension AWSTool {
  package static func main() {
    ProcessRun.begin()
    ProcessRun.end(executeAWSTool(.process))
  }
}

extension AWSToolGroup {
  package static func main() {
    ProcessRun.begin()
    ProcessRun.end(executeAWSTool(.process))
  }
}

extension ParsableCommand {
  /// Parses the command line, does the work of the `AWSTool` that it names, and reports how it ended.
  ///
  /// - Parameter network: How requests are sent.
  /// - Returns: The exit code.
  package static func executeAWSTool(_ invocation: Invocation, network: Network = .curl) -> Int32 {
    execute(invocation) { command, context in
      guard let tool = command as? any AWSTool else { return }
      let loop = try EventLoop()
      try loop.run(until: { Interrupt.happened }) {
        try await tool.run(in: AWSContext(context, network: network, loop: loop))
      }
    }
  }
}
