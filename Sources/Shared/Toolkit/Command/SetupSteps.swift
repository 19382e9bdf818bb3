/// Steps done one after the other, up to the first that fails.
package struct SetupSteps {
  private let console: Console
  private var steps: [(name: String, body: () async throws -> Void)] = []

  package init(console: Console) {
    self.console = console
  }

  package mutating func add(_ name: String, body: @escaping () async throws -> Void) {
    steps.append((name, body))
  }

  /// Runs the steps. When one has succeeded but could not print its result, the others still run.
  ///
  /// No step begins after Ctrl-C, also where the step before did not notice it.
  ///
  /// - Throws: What the failed step threw. The steps that were done and those that were not are listed on
  ///   stderr.
  package func run() async throws {
    var unprinted: ToolError?
    for (index, step) in steps.enumerated() {
      do {
        guard !Interrupt.endsWork else { throw CancellationError() }
        try await step.body()
      } catch let error as ToolError where error.isAboutOutput {
        unprinted = error
      } catch {
        // A dry run has done nothing that could be listed.
        if console.isDryRun { throw error }
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
