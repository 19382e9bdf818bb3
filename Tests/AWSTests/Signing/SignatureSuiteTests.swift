import TestSupport
import Testing
import Toolkit

@testable import AWS

/// AWS's own "Signature Version 4 Test Suite", as far as the client can send its requests.
///
/// Left out are the cases with a query, which no endpoint here has; those whose path is not normalized, as
/// only S3 has it; get-space and get-utf8, whose paths are not percent-encoded, while an `Endpoint` has an
/// encoded path, which is encoded once more for the signature; post-sts-header-after, whose token is added
/// after signing; and get-vanilla and post-header-key-case, which are get-relative-normalized and
/// post-header-key-sort under other names. The folded lines of get-header-value-multiline are fields of one
/// name here, because HTTP no longer allows folding.
@Suite struct SignatureSuiteTests {
  struct Row: Decodable, Sendable {
    let name: String
    let method: String
    let path: String
    let headers: [[String]]
    let token: String?
    let body: String?
    let signedHeaders: String
    let signature: String
  }

  @Test func `requests are signed as in AWS's test suite`() throws {
    let rows: [Row] = try Vectors.load("aws-sigv4", count: 18)
    let date = try #require(Timestamp(iso8601: "2015-08-30T12:36:00Z"))
    for row in rows {
      var request = HTTPRequest(
        try #require(HTTPRequest.Method(rawValue: row.method)),
        at: try #require(Endpoint("https://example.amazonaws.com\(row.path)")),
        body: Array(row.body ?? "")
      )
      for field in row.headers { request.headers.append(field[0], value: field[1]) }
      let credentials = Credentials(
        accessKeyID: TestKeys.id,
        secretAccessKey: TestKeys.secret,
        sessionToken: row.token
      )
      let signed = SigV4(credentials: credentials, region: "us-east-1", service: "service")
        .sign(request, at: date)
      #expect(
        signed.headers["Authorization"]
          == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
          + "SignedHeaders=\(row.signedHeaders), Signature=\(row.signature)",
        "\(row.name)"
      )
    }
  }
}
