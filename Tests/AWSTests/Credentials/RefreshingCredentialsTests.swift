import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct RefreshingCredentialsTests {
  /// A clock that a test sets.
  private final class Clock: Sendable {
    private let value = Mutex(Timestamp.noon)

    var now: Timestamp { value.withLock { $0 } }

    func advance(minutes: Int) { value.withLock { $0 = $0.adding(minutes: minutes) } }
  }

  private let clock = Clock()

  private func provider(_ source: ScriptedSource) -> RefreshingCredentials {
    RefreshingCredentials(source, in: .test(now: { [clock] in clock.now }))
  }

  private func step(_ id: String, minutes: Int?) -> ScriptedSource.Step {
    { [clock] in .test(id, expiry: minutes.map { clock.now.adding(minutes: $0) }) }
  }

  private func failure(_ source: String = "x") -> ScriptedSource.Step {
    { throw ToolError(.credentials, message: "no \(source)") }
  }

  @Test func `nothing is fetched before the first request, and one fetch lasts`() async throws {
    let source = ScriptedSource(step("A", minutes: nil))
    let provider = provider(source)
    #expect(source.fetches.isEmpty)
    for _ in 0..<3 { #expect(try await provider.credentials().accessKeyID == "A") }
    clock.advance(minutes: 1_000_000)
    _ = try await provider.credentials()
    #expect(source.fetches == [false], "without an expiry they last for ever")
  }

  @Test(arguments: [(45, "A"), (46, "B"), (51, "B"), (61, "B")])
  func `with less than 15 of 60 minutes left they are renewed`(minutes: Int, id: String) async throws {
    let provider = provider(ScriptedSource(step("A", minutes: 60), step("B", minutes: 60)))
    _ = try await provider.credentials()
    clock.advance(minutes: minutes)
    #expect(try await provider.credentials().accessKeyID == id)
  }

  @Test func `a failed renewal is ignored with 14 minutes left, and an error with 9`() async throws {
    let source = ScriptedSource(step("A", minutes: 60), failure(), failure("more"), step("B", minutes: 60))
    let provider = provider(source)
    _ = try await provider.credentials()
    clock.advance(minutes: 46)
    #expect(try await provider.credentials().accessKeyID == "A")
    #expect(try await provider.credentials().accessKeyID == "A", "not asked again at once")
    #expect(source.fetches.count == 2)
    clock.advance(minutes: 5)
    #expect(try await toolError { _ = try await provider.credentials() }.message == "no more")
    clock.advance(minutes: 1)
    #expect(try await provider.credentials().accessKeyID == "B")
  }

  @Test func `short-lived credentials are not fetched before each request`() async throws {
    let source = ScriptedSource(step("A", minutes: 5), step("B", minutes: 5))
    let provider = provider(source)
    for _ in 0..<3 { #expect(try await provider.credentials().accessKeyID == "A") }
    clock.advance(minutes: 2)
    for _ in 0..<3 { #expect(try await provider.credentials().accessKeyID == "B") }
  }

  @Test func `the user is asked again only when the credentials have expired`() async throws {
    let source = ScriptedSource(step("A", minutes: 15), step("B", minutes: 15), asksPeople: true)
    let provider = provider(source)
    for _ in 0..<14 {
      #expect(try await provider.credentials().accessKeyID == "A")
      clock.advance(minutes: 1)
    }
    clock.advance(minutes: 1)
    #expect(try await provider.credentials().accessKeyID == "B")
  }

  @Test func `requests at the same time wait for one fetch`() async throws {
    let (arrived, arrive) = AsyncStream<Void>.makeStream()
    let (go, open) = AsyncStream<Void>.makeStream()
    let source = ScriptedSource({
      arrive.yield()
      for await _ in go { break }
      return .test("A")
    })
    let provider = provider(source)
    try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<20 { group.addTask { try await provider.credentials().accessKeyID } }
      for await _ in arrived { break }
      open.yield()
      for try await id in group { #expect(id == "A") }
    }
    #expect(source.fetches.count == 1)
  }

  @Test func `cancelling one request ends the fetch, and the other requests fetch for themselves`()
    async throws
  {
    let (arrived, arrive) = AsyncStream<Void>.makeStream()
    let hanging: ScriptedSource.Step = {
      arrive.yield()
      try await Task.sleep(for: .seconds(3_600))
      throw CancellationError()
    }
    let source = ScriptedSource(hanging, step("B", minutes: nil))
    let provider = provider(source)
    let first = Task { try await provider.credentials() }
    for await _ in arrived { break }
    let second = Task { try await provider.credentials().accessKeyID }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(try await second.value == "B")
  }

  @Test func `credentials that have expired already are refused, naming the source and the clock`()
    async throws
  {
    let error = try await toolError {
      _ = try await provider(ScriptedSource(step("A", minutes: -1))).credentials()
    }
    #expect(error.code == .credentials)
    #expect(
      error.message.hasPrefix(
        "no credentials from the script: its credentials expired at 2023-11-14T22:12:20"
      )
    )
    #expect(error.hint?.contains("clock") == true)
  }

  @Test func `a key that would break a header is refused, whatever the source`() async throws {
    let error = try await toolError {
      _ = try await provider(ScriptedSource({ .test("A\r\nX-Evil: 1") })).credentials()
    }
    #expect(error.code == .credentials && !error.message.contains("Evil"))
  }

  @Test func `credentials that AWS refuses as expired are fetched again once, for all refused requests`()
    async throws
  {
    let source = ScriptedSource(step("A", minutes: 60), step("B", minutes: 60))
    let provider = provider(source)
    let refused = try await provider.credentials()
    #expect(try await provider.renew(insteadOf: refused))
    #expect(try await provider.renew(insteadOf: refused))
    #expect(try await provider.credentials().accessKeyID == "B")
    #expect(source.fetches == [false, true])
  }

  @Test func `a source that returns the refused credentials again has no new ones`() async throws {
    let source = ScriptedSource(step("A", minutes: 60), step("A", minutes: 60))
    let provider = provider(source)
    #expect(try await !provider.renew(insteadOf: provider.credentials()))
  }
}
