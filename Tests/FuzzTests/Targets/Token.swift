import Toolkit

@testable import AWS

extension FuzzTarget {
  /// Access tokens: no changed token is accepted. The pool's key and the first token are those of RFC 7515.
  static let token = FuzzTarget(
    name: "token",
    seeds: [
      rfc7515, "e30.e30.", "..", "\(encoded(header)).\(encoded(claims)).AAAA",
      "\(encoded(#"{"alg":"none","kid":"a"}"#)).\(encoded(claims)).",
    ].map { Array($0.utf8) },
    tokens: [
      ".", "-", "_", "=", "e30", encoded(header), encoded(claims), encoded(#"{"alg":"none"}"#),
      encoded(#"{"alg":"HS256","kid":"a"}"#), "AAAA",
    ]
  ) { input in
    let text = String(decoding: input, as: UTF8.self)
    let token = SignedToken(text)
    try promise(token == nil || text.utf8.count <= SignedToken.longest, "a token that is too long was read")
    let subject = try await tokens.subject(of: text)
    try promise(subject == nil, "a token was taken that nobody has signed")
    guard let token else { return }
    let isOriginal = Array(rfc7515.utf8).elementsEqual(input)
    try promise(isOriginal || !accepts(token), "a signature was taken that nobody has made")
  }

  private static let header = #"{"alg":"RS256","kid":"a"}"#
  private static let claims = """
    {"iss":"https://pool","token_use":"access","sub":"s","exp":99999999999,"iat":1}
    """

  private static func encoded(_ text: String) -> String { Base64URL.encode(text.utf8) }

  private static func accepts(_ token: SignedToken) -> Bool {
    // The token has only one spelling, because base64url is canonical.
    key?.accepts(token.signature, of: token.signed) == true
  }

  private static let key = Base64URL.decode(modulus.utf8).flatMap {
    RS256PublicKey(modulus: $0, exponent: [1, 0, 1])
  }

  private static let tokens = AccessTokens(
    AccessTokenRules(issuer: "https://pool", clientID: nil),
    keys: SigningKeys { key.map { ["a": $0] } ?? [:] },
    clock: .system
  )

  /// RFC 7515, appendix A.2.
  private static let modulus = """
    ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2\
    lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBE\
    Ma2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2\
    PAcDTW9gb54h4FRWyuXpoQ
    """
  private static let rfc7515 = """
    eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ij\
    p0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbd\
    s9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9\
    383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy\
    wlVmtVrBp0igcN_IoypGlUPQGe77Rw
    """
}
