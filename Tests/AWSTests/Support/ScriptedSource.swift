import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import AWS

/// A source with scripted credentials, which counts its calls.
final class ScriptedSource: CredentialSource {
  typealias Step = @Sendable () async throws -> Credentials

  let name = "the script"
  let asksPeople: Bool
  private let state: Mutex<(steps: [Step], fetches: [Bool])>

  init(_ steps: Step..., asksPeople: Bool = false) {
    state = Mutex((steps, []))
    self.asksPeople = asksPeople
  }

  /// The `ignoringCache` of each fetch.
  var fetches: [Bool] { state.withLock(\.fetches) }

  func fetch(ignoringCache: Bool) async throws -> Credentials {
    let step = state.withLock { state in
      state.fetches.append(ignoringCache)
      return state.steps.isEmpty ? nil : state.steps.removeFirst()
    }
    guard let step else {
      Issue.record("a fetch beyond the script")
      throw failure("the script has ended")
    }
    return try await step()
  }
}

extension Credentials {
  static func test(_ id: String, expiry: Timestamp? = nil) -> Credentials {
    Credentials(
      accessKeyID: id,
      secretAccessKey: "secret-of-\(id)",
      sessionToken: "token-of-\(id)",
      expiry: expiry
    )
  }
}
