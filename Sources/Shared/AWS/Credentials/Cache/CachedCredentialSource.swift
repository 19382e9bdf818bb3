import Toolkit

/// A source whose credentials the AWS CLI keeps in its cache: they are looked for there first, and kept there.
protocol CachedCredentialSource: CredentialSource {
  var context: CredentialContext { get }
  var cacheKey: CLICache.Key { get }
  /// What the AWS CLI writes beside them; nil for roles.
  var cacheKind: String? { get }

  /// Asks for new ones.
  func request() async throws -> Credentials
}

extension CachedCredentialSource {
  var cacheKind: String? { nil }

  func fetch(ignoringCache: Bool) async throws -> Credentials {
    let cache = CLICache(in: context)
    if !ignoringCache, let found = cache?.load(cacheKey, for: self) { return found }
    let fresh = try await request().checked(source: name)
    cache?.store(fresh, cacheKey, kind: cacheKind)
    return fresh
  }
}
