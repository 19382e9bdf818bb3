import FoundationEssentials
import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import AWS

/// `Vectors/access-tokens.json`, which `make_tokens.py` has made.
private struct TokenVectors: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let token: String
    let isGood: Bool

    var testDescription: String { name }
  }

  let now: Int64
  let issuer: String
  let client: String
  let subject: String
  let cases: [Case]

  static func load() throws -> (vectors: TokenVectors, keys: JSONValue) {
    let data = try Data(contentsOf: URL(filePath: "\(Vectors.folder)/access-tokens.json"))
    let keys = try #require(JSONValue(parsing: Array(data))["keys"])
    return (try JSONDecoder().decode(TokenVectors.self, from: data), keys)
  }
}

@Suite struct AccessTokensTests {
  private func tokens(_ vectors: TokenVectors, _ keys: JSONValue, client: String? = nil) -> AccessTokens {
    AccessTokens(
      AccessTokenRules(issuer: vectors.issuer, clientID: client ?? vectors.client),
      keys: SigningKeys { SigningKeys.read(keys) },
      clock: .noon
    )
  }

  @Test func `valid tokens are accepted and all others are refused`() async throws {
    let (vectors, keys) = try TokenVectors.load()
    #expect(vectors.cases.count == 69 && vectors.cases.count(where: \.isGood) == 6)
    #expect(WallClock.noon.now().seconds == vectors.now)
    let tokens = tokens(vectors, keys)
    for each in vectors.cases {
      let subject = try await tokens.subject(of: each.token)
      #expect(subject == (each.isGood ? vectors.subject : nil), "\(each.name)")
    }
  }

  @Test func `without a client id, tokens of every client of the pool are accepted`() async throws {
    let (vectors, keys) = try TokenVectors.load()
    let token = try #require(vectors.cases.first { $0.name == "another client" }?.token)
    let tokens = AccessTokens(
      AccessTokenRules(issuer: vectors.issuer, clientID: nil),
      keys: SigningKeys { SigningKeys.read(keys) },
      clock: .noon
    )
    #expect(try await tokens.subject(of: token) == vectors.subject)
  }

  @Test func `a token with any byte changed is refused`() async throws {
    let (vectors, keys) = try TokenVectors.load()
    let tokens = tokens(vectors, keys)
    let first = try #require(vectors.cases.first)
    let token = Array(first.token.utf8)
    for index in token.indices {
      var changed = token
      changed[index] ^= 0x01
      #expect(try await tokens.subject(of: changed.text) == nil, "\(index)")
    }
  }

  /// A token of 100 KB, whose parts are not decoded.
  @Test(arguments: ["a", ".", "eyJhbGciOiJSUzI1NiJ9."])
  func `a huge token is refused at once`(piece: String) async throws {
    let (vectors, keys) = try TokenVectors.load()
    let token = String(repeating: piece, count: 102_400 / piece.utf8.count)
    #expect(SignedToken(token) == nil)
    #expect(try await tokens(vectors, keys).subject(of: token) == nil)
  }

  /// RFC 7515, appendix A.2.
  @Test func `the signed example of RFC 7515 is accepted, and refused when changed`() throws {
    let modulus = """
      ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SF\
      d2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7\
      WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs\
      91kzk2PAcDTW9gb54h4FRWyuXpoQ
      """
    let text = """
      eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290\
      Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5ju\
      jGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRm\
      B_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5A\
      XLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw
      """
    let number = try #require(Base64URL.decode(modulus.utf8))
    let key = try #require(RS256PublicKey(modulus: number, exponent: [1, 0, 1]))
    let token = try #require(SignedToken(text))
    #expect(token.header == ["alg": "RS256"])
    #expect(token.claims["iss"] == "joe" && token.claims["exp"] == 1_300_819_380)
    #expect(key.accepts(token.signature, of: token.signed))
    #expect(!key.accepts(token.signature, of: token.signed + [0]))
    #expect(!key.accepts(token.signature.dropLast() + [0], of: token.signed))
    #expect(!key.accepts([], of: token.signed))
  }

  @Test(arguments: [
    (0, [1, 0, 1]), (128, [1, 0, 1]), (1_025, [1, 0, 1]), (5_000, [1, 0, 1]),
    (256, [UInt8](repeating: 1, count: 9)),
  ])
  func `a key that is not RSA or has a wrong length is refused`(length: Int, exponent: [UInt8]) {
    #expect(RS256PublicKey(modulus: [UInt8](repeating: 0xFF, count: length), exponent: exponent) == nil)
  }
}

@Suite struct SigningKeysTests {
  /// A pool whose keys and faults a test sets, and a clock that it moves.
  private final class Pool: Sendable {
    struct State {
      var keys: SigningKeys.Keys = [:]
      var isSilent = false
      var fetches = 0
      var seconds = 0
    }

    let state = Mutex(State())
    let start = ContinuousClock.now

    var keys: SigningKeys {
      SigningKeys(now: { self.start + .seconds(self.state.withLock(\.seconds)) }) {
        try self.state.withLock { state in
          state.fetches += 1
          if state.isSilent { throw ToolError(.transport(.connectionLost), message: "silent") }
          return state.keys
        }
      }
    }

    var fetches: Int { state.withLock(\.fetches) }

    func set(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }
  }

  private func someKey() throws -> RS256PublicKey {
    try #require(SigningKeys.read(try TokenVectors.load().keys)["one"])
  }

  /// A pool that gave a key with the id `a`, and has not answered since; this many seconds have passed.
  private func silentPool(after seconds: Int) async throws -> (pool: Pool, keys: SigningKeys) {
    let pool = Pool()
    let key = try someKey()
    pool.set { $0.keys = ["a": key] }
    let keys = pool.keys
    #expect(try await keys.key("a") != nil)
    pool.set { state in
      state.isSilent = true
      state.seconds = seconds
    }
    return (pool, keys)
  }

  @Test func `keys are fetched once, and for an unknown id again after ten seconds`() async throws {
    let pool = Pool()
    let (first, second) = (try someKey(), try someKey())
    pool.set { $0.keys = ["a": first] }
    let keys = pool.keys
    for _ in 0..<5 { #expect(try await keys.key("a") != nil) }
    for _ in 0..<5 { #expect(try await keys.key("b") == nil) }
    #expect(pool.fetches == 1)
    pool.set { $0.keys = ["b": second] }
    pool.set { $0.seconds = 9 }
    #expect(try await keys.key("b") == nil && pool.fetches == 1)
    pool.set { $0.seconds = 10 }
    #expect(try await keys.key("b") != nil && pool.fetches == 2)
    #expect(try await keys.key("a") == nil, "a key that the pool has withdrawn is not good")
  }

  @Test func `known keys are used while the pool does not answer`() async throws {
    let (pool, keys) = try await silentPool(after: 60)
    #expect(try await keys.key("b") == nil && pool.fetches == 2)
    #expect(try await keys.key("a") != nil)
  }

  @Test func `a key that the pool has withdrawn is refused after ten minutes`() async throws {
    let pool = Pool()
    let key = try someKey()
    pool.set { $0.keys = ["a": key, "b": key] }
    let keys = pool.keys
    #expect(try await keys.key("a") != nil)
    pool.set { state in
      state.keys = ["b": key]
      state.seconds = 599
    }
    #expect(try await keys.key("a") != nil && pool.fetches == 1)
    pool.set { $0.seconds = 600 }
    #expect(try await keys.key("a") == nil)
    #expect(try await keys.key("b") != nil && pool.fetches == 2)
  }

  @Test func `keys older than ten minutes are used while the pool does not answer, and it is asked again`()
    async throws
  {
    let (pool, keys) = try await silentPool(after: 600)
    let key = try someKey()
    for _ in 0..<3 { #expect(try await keys.key("a") != nil) }
    #expect(pool.fetches == 2)
    pool.set { state in
      (state.isSilent, state.keys) = (false, ["b": key])
      state.seconds = 610
    }
    // A check with a known key does not wait for the pool's answer; one with an unknown key does.
    _ = try await keys.key("a")
    #expect(try await keys.key("c") == nil)
    #expect(try await keys.key("a") == nil && pool.fetches == 3)
  }

  @Test func `without any key a fetch that fails is an error, and is tried again after a second`()
    async throws
  {
    let pool = Pool()
    let key = try someKey()
    pool.set { state in
      state.isSilent = true
      state.keys = ["a": key]
    }
    let keys = pool.keys
    for _ in 0..<3 { await #expect(throws: ToolError.self) { try await keys.key("a") } }
    #expect(pool.fetches == 1)
    pool.set { state in
      state.isSilent = false
      state.seconds = 1
    }
    #expect(try await keys.key("a") != nil)
  }

  @Test func `many checks at once cause one fetch of the keys`() async throws {
    let pool = Pool()
    let key = try someKey()
    pool.set { $0.keys = ["a": key] }
    let keys = pool.keys
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<50 { group.addTask { (try? await keys.key("a")) != nil } }
      for await isFound in group { #expect(isFound) }
    }
    #expect(pool.fetches == 1)
  }

  @Test(arguments: ["null", "[]", "{}", #"{"keys":1}"#, #"{"keys":[null,{"kty":"RSA"}]}"#])
  func `a key document without usable keys yields none`(text: String) throws {
    #expect(SigningKeys.read(try JSONValue(parsing: Array(text.utf8))).isEmpty)
  }
}
