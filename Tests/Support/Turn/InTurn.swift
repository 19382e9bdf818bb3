import Testing

/// Gives a test its turn and a thread of its own, and ends it when it hangs.
///
/// The limit counts from where the test's own work begins. That of the testing library (`.timeLimit`) counts
/// from where the test is started: it starts all tests at once, and most of the time goes by before a
/// processor is free for them.
package struct InTurn: TestTrait, SuiteTrait, TestScoping {
  /// Whether the running test already has its turn, from its suite.
  @TaskLocal private static var isOn = false

  package var isRecursive: Bool { true }

  /// Each case of a test has a turn of its own.
  package func scopeProvider(for test: Test, testCase: Test.Case?) -> InTurn? {
    testCase == nil ? nil : self
  }

  @concurrent
  package func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable @concurrent () async throws -> Void
  ) async throws {
    if Self.isOn { return try await function() }
    try await Turnstile.tests.pass {
      try await Self.$isOn.withValue(true) {
        try await withoutActuallyEscaping(function) { function in
          try await limited(to: TestTime.test, function)
        }
      }
    }
  }
}

extension Trait where Self == InTurn {
  /// Lets the tests take turns, and ends one that hangs.
  package static var inTurn: Self { Self() }
}

/// Runs `work` on a thread of its own; when it takes longer than the limit, records that and cancels it.
func limited(
  to limit: Duration,
  _ work: @escaping @Sendable @concurrent () async throws -> Void
) async throws {
  try await withThrowingTaskGroup { group in
    group.addTask {
      try await Task.sleep(for: limit)
      Issue.record("the test hangs: it has worked for \(limit) (TEST_TIME_SCALE makes the limit longer)")
    }
    group.addTask(executorPreference: OwnThread()) { try await work() }
    defer { group.cancelAll() }
    try await group.next()
  }
}
