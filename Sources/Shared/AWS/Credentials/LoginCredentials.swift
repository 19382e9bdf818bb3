import Toolkit

/// What `aws login` has left (`login_session`). It is only read: renewing it is that command's.
struct LoginCredentials: CredentialSource {
  let session: String
  let profile: String
  let context: CredentialContext

  var name: String { "aws login (profile \(profile))" }

  func fetch(anew: Bool) async throws -> Credentials {
    let login = NextStep.login(profile: profile)
    let folder = context.environment["AWS_LOGIN_CACHE_DIRECTORY"] ?? "~/.aws/login/cache"
    guard let folder = context.environment.expandingHome(in: folder),
      let bytes = try? File.contents(of: "\(folder)/\(Digest.sha256(session.utf8).hex).json"),
      let document = try? JSONValue(parsing: bytes)["accessToken"]
    else { throw failure("nobody has signed in", next: login) }
    let found = try CredentialDocument.login.credentials(in: document, from: self)
    guard let expiry = found.expiry, expiry > context.now() else {
      throw failure("the session has expired", next: login)
    }
    return found
  }
}
