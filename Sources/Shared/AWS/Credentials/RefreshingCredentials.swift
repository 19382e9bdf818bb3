import Synchronization
import Toolkit

/// Credentials that are fetched at the first request, kept, and fetched again before they expire.
///
/// Requests that need them at the same time wait for one fetch. With less than 15 minutes left they are
/// renewed; if that fails they are still used. With less than 10 minutes left the failure is an error. (As in
/// botocore's `RefreshableCredentials`.)
final class RefreshingCredentials: CredentialProvider, Redacted {
  private enum Need {
    case nothing
    case advisory
    case mandatory
  }

  private struct State {
    var current: Credentials?
    var lastTry = Timestamp(microseconds: 0)
    var flight: Task<Credentials, any Error>?
  }

  /// The pause between two renewals: a source whose credentials are short-lived would otherwise be asked
  /// before each request.
  private static let renewalPause = Duration.seconds(60)

  private let source: any CredentialSource
  private let context: CredentialContext
  private let state = Mutex(State())

  init(_ source: any CredentialSource, in context: CredentialContext) {
    self.source = source
    self.context = context
  }

  var name: String { source.name }
  var description: String { "RefreshingCredentials(\(name))" }

  func credentials() async throws -> Credentials {
    let (current, lastTry) = state.withLock { ($0.current, $0.lastTry) }
    guard let current else { return try await fetch(ignoringCache: false) }
    switch need(of: current, lastTry: lastTry) {
    case .nothing:
      return current
    case .mandatory:
      return try await fetch(ignoringCache: false)
    case .advisory:
      do {
        return try await fetch(ignoringCache: false)
      } catch let error as ToolError {
        state.withLock { $0.lastTry = context.now() }
        context.console.trace("the old credentials are still used: \(error.message)")
        return current
      }
    }
  }

  func renew(insteadOf refused: Credentials) async throws -> Bool {
    let joinsAFetch = state.withLock { $0.flight != nil }
    if has(refused) { _ = try await fetch(ignoringCache: true) }
    // A fetch that began before the refusal may have read the same ones from a cache.
    if joinsAFetch, has(refused) { _ = try await fetch(ignoringCache: true) }
    return !has(refused)
  }

  private func has(_ credentials: Credentials) -> Bool { state.withLock { $0.current } == credentials }

  private func need(of current: Credentials, lastTry: Timestamp) -> Need {
    guard let expiry = current.expiry else { return .nothing }
    let now = context.now()
    let left = expiry.since(now)
    if source.asksPeople { return left < Limits.renewalByUser ? .mandatory : .nothing }
    if left >= Limits.renewalAdvised { return .nothing }
    if left > .zero, now.since(lastTry) < Self.renewalPause { return .nothing }
    return left < Limits.renewalRequired ? .mandatory : .advisory
  }
}

// MARK: - One fetch at a time

extension RefreshingCredentials {
  private func fetch(ignoringCache: Bool) async throws -> Credentials {
    while true {
      let flight = state.withLock { state in
        let flight = state.flight ?? newFlight(ignoringCache: ignoringCache)
        state.flight = flight
        return flight
      }
      do {
        return try await withTaskCancellationHandler {
          try await flight.value
        } onCancel: {
          flight.cancel()
        }
      } catch is CancellationError where !Task.isCancelled {
        // Another request that waited for the fetch was cancelled, and the fetch with it.
        continue
      }
    }
  }

  private func newFlight(ignoringCache: Bool) -> Task<Credentials, any Error> {
    Task(executorPreference: context.executor) { [self] in
      defer { state.withLock { $0.flight = nil } }
      context.console.trace("fetching credentials from \(name)")
      let fresh = try await source.fetch(ignoringCache: ignoringCache).checked(source: name)
      if let expiry = fresh.expiry, expiry < context.now() {
        throw source.failure(
          "its credentials expired at \(expiry.iso8601)",
          next: .checkSystemClock
        )
      }
      state.withLock { state in
        state.current = fresh
        state.lastTry = context.now()
      }
      return fresh
    }
  }
}
