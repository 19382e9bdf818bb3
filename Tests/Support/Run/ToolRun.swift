import AWS
import ArgumentParser
import Foundation
import Toolkit

/// One run of a tool in process: what it was given, what it printed, how it ended, and which requests it
/// sent.
package struct ToolRun: CustomStringConvertible {
  package let stdout: String
  package let stderr: String
  /// The exit code.
  package let status: Int32
  /// The requests, in the order in which they were sent.
  package let requests: [HTTPRequest]

  package var description: String { "status \(status)\nstdout: \(stdout)\nstderr: \(stderr)" }

  /// The operations that were asked for, such as `Scan`.
  package var operations: [String] {
    requests.map { $0.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init) ?? "" }
  }

  /// The requests' bodies as text.
  package var bodies: [String] { requests.map(\.body.text) }
}

/// The inputs of a tool that runs in process: only what a test sets.
package struct ToolWorld: Sendable {
  package var variables: [String: String] = [:]
  package var input: StandardInput = .typed()
  package var isTerminal = false
  package var clock: WallClock = .noon
  /// The `errno` with which every write to stdout fails; 0 for none.
  package var outputFailure: Int32 = 0

  package init(
    variables: [String: String] = [:],
    input: StandardInput = .typed(),
    isTerminal: Bool = false,
    clock: WallClock = .noon
  ) {
    self.variables = variables
    self.input = input
    self.isTerminal = isTerminal
    self.clock = clock
  }

  /// Runs a tool that uses AWS, or a group of such tools.
  package func run(
    _ tool: any ParsableCommand.Type,
    _ arguments: [String] = [],
    _ transport: ScriptedTransport = ScriptedTransport([])
  ) async throws -> ToolRun {
    try await run(tool.configuration.commandName ?? "", arguments, transport) { invocation in
      tool.executeAWSTool(invocation, network: Network { _, _, _ in transport })
    }
  }

  /// Runs a tool that uses PostgreSQL only.
  package func run(_ tool: any Tool.Type, _ arguments: [String] = []) async throws -> ToolRun {
    try await run(tool.configuration.commandName ?? "", arguments, ScriptedTransport([])) { invocation in
      tool.execute(invocation)
    }
  }

  private func run(
    _ name: String,
    _ arguments: [String],
    _ transport: ScriptedTransport,
    _ execute: @escaping @Sendable (Invocation) -> Int32
  ) async throws -> ToolRun {
    let output = RecordedOutput(isTerminal: isTerminal, failure: outputFailure)
    let errors = RecordedOutput(isTerminal: isTerminal)
    let invocation = Invocation(
      arguments: [name] + arguments,
      environment: Environment(variables),
      output: output.sink,
      errors: errors.sink,
      input: input,
      clock: clock
    )
    let status = await onThreadOfItsOwn { execute(invocation) }
    return ToolRun(stdout: output.text, stderr: errors.text, status: status, requests: transport.requests)
  }
}

/// Runs `work`, which blocks its thread, on a thread of its own: the tests share only a few threads.
package func onThreadOfItsOwn<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: work()) }
  }
}

extension WallClock {
  /// The time is always 2023-03-26T12:00:00Z, and waiting takes no time.
  package static let noon = WallClock(
    now: { Timestamp(microseconds: 1_679_832_000_000_000) },
    sleep: { _ in await Task.yield() }
  )
}
