import Synchronization
import Toolkit

/// A user pool's public keys, by their ids. They are fetched when a token needs one, and kept for a while.
package final class SigningKeys: Sendable {
  /// By their ids.
  package typealias Keys = [String: RS256PublicKey]

  private struct State {
    var keys: Keys = [:]
    /// When `keys` were requested.
    var keysFetch: ContinuousClock.Instant?
    var lastFetch: ContinuousClock.Instant?
    /// Whether the last fetch failed.
    var isPoolSilent = false
    var fetch: Task<Keys, any Error>?

    /// - Parameter new: Nil where the fetch failed.
    mutating func end(_ new: Keys?, askedAt start: ContinuousClock.Instant) {
      fetch = nil
      isPoolSilent = new == nil
      if let new { (keys, keysFetch) = (new, start) }
    }
  }

  private let state = Mutex(State())
  private let fetch: @Sendable () async throws -> Keys
  private let now: @Sendable () -> ContinuousClock.Instant

  /// The pause between two fetches: anybody can send a token with an unknown key id.
  private static let pause = Duration.seconds(10)
  /// The pause between two fetches while no key is known.
  private static let firstPause = Duration.seconds(1)

  /// - Parameter fetch: Asks the pool; it ends in time, because those who need a key wait for it.
  package init(
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    fetch: @escaping @Sendable () async throws -> Keys
  ) {
    self.fetch = fetch
    self.now = now
  }

  /// The key with this id; nil where the pool does not have it. One that is not known, and one that was
  /// fetched longer than `Limits.signingKeyAge` ago, is requested, at most once in ten seconds. While the
  /// pool does not answer, the keys that are known remain valid.
  ///
  /// - Throws: What `fetch` throws while no key is known.
  package func key(_ id: String) async throws -> RS256PublicKey? {
    let (known, fetching) = state.withLock { state -> (RS256PublicKey?, Task<Keys, any Error>?) in
      let known = state.keys[id]
      if known != nil, isFresh(state) { return (known, nil) }
      let fetching = state.fetch ?? start(&state)
      // A caller whose key is known does not wait for a pool that did not answer the last time.
      return (known, known != nil && state.isPoolSilent ? nil : fetching)
    }
    guard let fetching else {
      if state.withLock({ $0.keys.isEmpty }) { throw Self.noKeys }
      return known
    }
    do {
      return try await fetching.value[id]
    } catch {
      if state.withLock({ $0.keys.isEmpty }) { throw error }
      return known
    }
  }

  private static let noKeys = ToolError(
    .response,
    message: "the user pool's keys could not be fetched a moment ago"
  )

  private func isFresh(_ state: State) -> Bool {
    state.keysFetch.map { now() - $0 < Limits.signingKeyAge } ?? false
  }

  /// Nil where the last fetch was a moment ago.
  private func start(_ state: inout State) -> Task<Keys, any Error>? {
    let pause = state.keys.isEmpty ? Self.firstPause : Self.pause
    let start = now()
    if let last = state.lastFetch, start - last < pause { return nil }
    state.lastFetch = start
    let task = Task { [self] in
      do {
        let keys = try await fetch()
        self.state.withLock { $0.end(keys, askedAt: start) }
        return keys
      } catch {
        self.state.withLock { $0.end(nil, askedAt: start) }
        throw error
      }
    }
    state.fetch = task
    return task
  }
}

extension SigningKeys {
  /// Reads the pool's document (RFC 7517). Keys that are not for RS256 are left out.
  package static func read(_ document: JSONValue) -> Keys {
    var keys: Keys = [:]
    for value in document["keys"]?.array ?? [] {
      guard value["kty"]?.string == "RSA", let id = value["kid"]?.string,
        value["use"].map({ $0.string == "sig" }) ?? true, value["alg"].map({ $0.string == "RS256" }) ?? true,
        let modulus = value["n"]?.string.flatMap({ Base64URL.decode($0.utf8) }),
        let exponent = value["e"]?.string.flatMap({ Base64URL.decode($0.utf8) }),
        let key = RS256PublicKey(modulus: modulus, exponent: exponent)
      else { continue }
      keys[id] = key
    }
    return keys
  }
}
