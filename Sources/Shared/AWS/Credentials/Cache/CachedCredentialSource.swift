import Toolkit

/// A source whose credentials the AWS CLI keeps in its cache: they are read from there first, and stored
/// there.
protocol CachedCredentialSource: CredentialSource {
  var context: CredentialContext { get }
  var cacheKey: CLICache.Key { get }
  /// The `ProviderType` that the AWS CLI stores with them; nil for roles.
  var cacheKind: String? { get }

  /// Requests new credentials.
  func request() async throws -> Credentials
}

extension CachedCredentialSource {
  var cacheKind: String? { nil }

  func fetch(ignoringCache: Bool) async throws -> Credentials {
    let cache = CLICache(in: context)
    if !ignoringCache, let found = cache?.load(cacheKey, for: self) { return found }
    let fresh = try await request().checked(source: name)
    cache?.store(fresh, key: cacheKey, kind: cacheKind)
    return fresh
  }
}
