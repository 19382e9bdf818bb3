import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct AWSAnswerTests {
  private static let fromAWS = ["x-amzn-RequestId": "1"]

  private func failure(_ status: Int, _ body: String, _ headers: [String: String] = [:]) throws -> ToolError {
    try toolError { _ = try AWSAnswer(response: .test(status, body, headers)).document() }
  }

  private func service(_ status: Int, _ body: String, _ headers: [String: String] = [:]) throws
    -> ServiceError?
  {
    if case .service(let error) = try failure(status, body, headers).code { error } else { nil }
  }

  @Test(arguments: ["{}", " \r\n\t{\"a\":1}\n", "{x}"])
  func `a document is returned as it was received`(body: String) throws {
    #expect(try AWSAnswer(response: .test(200, body)).document() == Array(body.utf8))
  }

  @Test(arguments: [
    (
      #"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"m"}"#,
      "ResourceNotFoundException", "m"
    ),
    (#"{"__type":"ResourceNotFoundException","message":"m"}"#, "ResourceNotFoundException", "m"),
    (#"{"__type":"a#b#Code:http://x","Message":"m"}"#, "Code", "m"), (#"{"__type":"Code:a#b"}"#, "Code", ""),
    (#"{"__type":"Code","message":"small","Message":"large"}"#, "Code", "small"),
    (#"{"__type":"Code"}"#, "Code", ""),
    (#"{"__type":"Code","message":7}"#, "Code", ""), (##"{"__type":"#","message":"m"}"##, "#", "m"),
    (#"{"__type":"Code","message":"a\nb\u001b[31mc"}"#, "Code", "a b [31mc"),
  ])
  func `an error document names code and message`(body: String, code: String, message: String) throws {
    #expect(try service(400, body) == ServiceError(code: code, message: message, status: 400))
    #expect(try service(500, body)?.status == 500)
  }

  @Test(arguments: [500, 502, 503, 504, 429])
  func `an error without a document has its status for a code`(status: Int) throws {
    for body in [
      "<html>Service Unavailable</html>", "", "{}", #"{"__type":""}"#, #"{"__type":1}"#, "\u{0}", "{",
    ] {
      #expect(try service(status, body)?.code == "\(status)", "\(body)")
    }
    #expect(try service(status, "")?.message == "an empty body")
    #expect(try service(status, "<html>\r\n<b>x")?.message == "\"<html> <b>x\"")
  }

  @Test(arguments: [
    (
      "<?xml version=\"1.0\"?>\n<ErrorResponse><Errors><Error><Code>InvalidClientTokenId</Code>"
        + "<Message>a &lt;b&gt; &amp;amp; c</Message></Error></Errors></ErrorResponse>",
      "InvalidClientTokenId", "a <b> &amp; c"
    ),
    ("<Error><Code>Some.Code</Code></Error>", "Some.Code", ""),
    ("<Error><Message>m\u{1B}[1m</Message><Code>X1</Code></Error>", "X1", "m [1m"),
  ])
  func `an error document in XML names code and message`(body: String, code: String, message: String) throws {
    #expect(try service(403, body) == ServiceError(code: code, message: message, status: 403))
  }

  @Test(arguments: [
    "<Code></Code>", "<Code>x", "<Code><b>x</b></Code>", "<Code>no code at all</Code>", "<code>x</code>",
    "<Code>",
    "</Code>x<Code>",
  ])
  func `XML without a code is not an error document`(body: String) throws {
    #expect(try failure(403, body).code == .response)
  }

  @Test(arguments: [400, 404, 301, 204, 501])
  func `an answer that is not from AWS is reported as such`(status: Int) throws {
    let error = try failure(status, "<html>nginx</html>")
    #expect(error.code == .response)
    #expect(error.message == "HTTP \(status), \"<html>nginx</html>\"")
    #expect(try service(status, "<html>nginx</html>", Self.fromAWS)?.code == "\(status)")
  }

  @Test(arguments: [
    ("https://login.example:8443/a?token=hunter2#x", "https://login.example:8443"),
    ("https://user:hunter2@login.example/", "another place"), ("/login", "another place"),
    ("", "another place"),
    ("https://a\u{1B}[31m/", "another place"),
  ])
  func `a redirect is reported with its target's origin only`(location: String, target: String) throws {
    let error = try failure(302, "", ["Location": location])
    #expect(error.code == .response)
    #expect(error.message == "HTTP 302, a redirect to \(target), an empty body")
  }

  @Test(arguments: ["x", "\u{1B}", "é", "👩‍👩‍👧‍👦", "e\u{301}", "🇫🇷"])
  func `a service's error texts are cut, whatever they contain`(piece: String) throws {
    let words = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
    let escaped = words.replacing("\u{1B}", with: #"\u001b"#)
    let found = try #require(try service(400, #"{"__type":"a#\#(escaped)","message":"\#(escaped)"}"#))
    #expect(found.code.unicodeScalars.count <= 201)
    #expect(found.message.unicodeScalars.count <= 2_001 && found.message.hasSuffix("…"))
    let inXML = try #require(try service(403, "<Code>C</Code><Message>\(words.prefix(5_000))</Message>"))
    #expect(inXML.message.unicodeScalars.count <= 2_001)
  }

  @Test(arguments: ["", "<html>", "[]", "null", "\"{}\"", "\u{FEFF}{}", "{", "{\"a\":", "{}]", "{} {"])
  func `an answer that is not a document is truncated if AWS sent it, otherwise not from AWS`(body: String)
    throws
  {
    #expect(try failure(200, body).code == .response)
    #expect(try failure(200, body, Self.fromAWS).code == .truncatedResponse)
  }

  @Test func `a long body is cut in messages, also with invalid UTF-8`() throws {
    #expect(try failure(404, String(repeating: "x", count: 10_000)).message.count < 120)
    let response = HTTPResponse(status: 404, body: [0xFF, 0xFE, 0x1B])
    let error = try toolError { _ = try AWSAnswer(response: response).document() }
    #expect(error.message == "HTTP 404, \"\u{FFFD}\u{FFFD}\"")
  }

  @Test(arguments: [200, 400, 500])
  func `a body with a wrong checksum is truncated, whatever the status`(status: Int) throws {
    let body = #"{"__type":"Code"}"#
    let checksum = CRC32.checksum(Array(body.utf8))
    #expect(try failure(status, body, ["X-Amz-Crc32": "\(checksum &+ 1)"]).code == .truncatedResponse)
  }

  @Test(arguments: ["2745614147", "x", "", "-1", "99999999999"])
  func `a body with a right checksum, or with none, is accepted`(checksum: String) throws {
    #expect(CRC32.checksum(Array("{}".utf8)) == 2_745_614_147)
    #expect(
      try AWSAnswer(response: .test(200, "{}", ["x-amz-crc32": checksum])).document() == Array("{}".utf8)
    )
  }
}
