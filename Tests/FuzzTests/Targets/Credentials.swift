import Toolkit

@testable import AWS

extension FuzzTarget {
  /// What credentials are read from: STS's XML, the JSON of processes, containers and caches, and the command
  /// line of a process.
  static let credentials = FuzzTarget(
    name: "credentials",
    seeds: [
      "<R><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>&lt;&#x41;&amp;</SecretAccessKey></Credentials></R>",
      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no &quot;way&quot;</Message></Error></ErrorResponse>",
      #"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S","SessionToken":"T","Expiration":"2030-01-01T00:00:00UTC"}"#,
      #"{"accessKeyId":"A","secretAccessKey":"S","sessionToken":"T","expiration":1893456000000}"#,
      #"helper --name "a \\\"b" 'c d' \\e"#,
      "2030-01-01T00:00:00.123456789+05:30",
    ].map { Array($0.utf8) },
    tokens: tokensOfJSON + [
      "<Code>", "</Code>", "<Message>", "</Message>", "&#x", "&amp;", ";", "AccessKeyId", "Expiration", "UTC",
    ]
  ) { input in
    let text = String(decoding: input, as: UTF8.self)
    _ = XMLText(input)["AccessKeyId"]
    for status in [200, 403, 503] {
      do {
        _ = try QueryAnswer(response: HTTPResponse(status: status, body: input)).document()
      } catch let error as ToolError {
        try promise(
          error.message.isPrintable,
          "what a server says would draw on a terminal: \(error.message)"
        )
      }
    }
    if let document = try? JSONValue(parsing: input) {
      for form in [CredentialDocument.process, .sts, .metadata, .sso, .login] {
        _ = try? form.credentials(in: document, from: Nobody())
      }
    }
    let reason = HTTPResponse(status: 403, body: input).reason ?? ""
    try promise(reason.isPrintable && reason.count <= 602, "a reason is too long, or would draw: \(reason)")
    _ = ES256Key(der: input)
    try promise(
      ShellWords.split(text)?.allSatisfy { $0.utf8.count <= input.count * 3 } ?? true,
      "a word grew"
    )
    _ = Timestamp(expiry: text)
  }
}

private struct Nobody: CredentialSource {
  let name = "nobody"

  func fetch(ignoringCache: Bool) async throws -> Credentials { throw failure("nobody is asked") }
}
