extension HTTPResponse {
  /// The answer without a secret that the server repeats: AWS quotes the canonical request, session token and all, when it
  /// refuses a signature. A document is left as it is; nobody prints that as an error.
  func hiding(_ secret: String?) -> HTTPResponse {
    guard status != 200 || body.first != UInt8(ascii: "{"), let secret, !secret.isEmpty else { return self }
    let text = String(decoding: body, as: UTF8.self)
    let forms = [
      secret, secret.split(separator: "/", omittingEmptySubsequences: false).joined(separator: #"\/"#),
    ]
    guard forms.contains(where: { text.contains($0) }) else { return self }
    var answer = self
    answer.body = Array(forms.reduce(text) { $0.without($1) }.utf8)
    answer.headers["x-amz-crc32"] = nil
    return answer
  }
}

extension String {
  fileprivate func without(_ secret: String) -> String {
    split(separator: secret, omittingEmptySubsequences: false).joined(separator: "****")
  }
}
