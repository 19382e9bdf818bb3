/// Steps done one after the other, up to the first that fails.
package struct SetupSteps {
  private let console: Console
  private var steps: [(name: String, body: () async throws -> Void)] = []

  package init(console: Console) {
    self.console = console
  }

  package mutating func add(_ name: String, _ body: @escaping () async throws -> Void) {
    steps.append((name, body))
  }

  /// A step that was done, but could not print that it was, does not stop the others.
  ///
  /// No step begins after Ctrl-C: a step that did not hear of it, because its answer was there, has not ended the work.
  ///
  /// - Throws: What the failed step threw; what was done before it and what was not is told on stderr.
  package func run() async throws {
    var unprinted: ToolError?
    for (index, step) in steps.enumerated() {
      do {
        guard !Interrupt.endsWork else { throw CancellationError() }
        try await step.body()
      } catch let error as ToolError where error.code == .outputClosed || error.code == .output {
        unprinted = error
      } catch {
        let done = steps[..<index].map(\.name).joined(separator: ", ")
        let left = steps[index...].map(\.name).joined(separator: ", ")
        let verb = error is CancellationError || Interrupt.happened ? "was stopped" : "failed"
        console.warn("\(step.name) \(verb); done: \(done.isEmpty ? "nothing" : done); not done: \(left)")
        throw error
      }
    }
    if let unprinted { throw unprinted }
  }
}
