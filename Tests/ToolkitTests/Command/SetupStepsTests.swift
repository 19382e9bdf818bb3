import TestSupport
import Testing
import Toolkit

@Suite struct SetupStepsTests {
  @Test func `no step begins after an interruption, and the report names the steps that are left`()
    async throws
  {
    let errors = RecordedOutput()
    let task = Task {
      var steps = SetupSteps(console: .noting(errors))
      // This step does not notice the cancellation, because it does not wait for anything.
      steps.add("first") { unsafe withUnsafeCurrentTask { unsafe $0?.cancel() } }
      steps.add("second") { Issue.record("it has begun") }
      steps.add("third") { Issue.record("it has begun") }
      try await steps.run()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(errors.text == "warning: second was stopped; done: first; not done: second, third\n")
  }
}
