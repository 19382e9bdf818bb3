import ArgumentParser
import Toolkit

/// A command that speaks to AWS: it runs on an event loop, which moves its requests on.
package protocol AWSTool: SuiteCommand {
  /// Does the work.
  func run(in context: AWSContext) async throws
}

/// A command that has others below it, all of which are `AWSTool`s.
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
  /// - Parameter network: By which requests are sent.
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
