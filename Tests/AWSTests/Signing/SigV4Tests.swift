import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct SigV4Tests {
  private static let date = Timestamp(iso8601: "2015-08-30T12:36:00Z") ?? Timestamp(microseconds: 0)

  struct Golden: Sendable {
    var url = "https://dynamodb.us-east-1.amazonaws.com/"
    var region = "us-east-1"
    var service = "dynamodb"
    var headers: HTTPHeaders = [
      "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.ListTables",
    ]
    var body = "{}"
    var token: String?
    let signature: String

    func signed() throws -> HTTPRequest {
      let endpoint = try #require(Endpoint(url))
      let credentials = Credentials(
        accessKeyID: TestKeys.id,
        secretAccessKey: TestKeys.secret,
        sessionToken: token
      )
      return SigV4(credentials: credentials, region: region, service: service)
        .sign(HTTPRequest(.post, at: endpoint, headers: headers, body: Array(body)), at: SigV4Tests.date)
    }
  }

  /// Made with botocore's signer.
  static let golden = [
    Golden(signature: "75214f17608dbd636679e18f6f89744844ae96fcd228b8147167152488d817de"),
    Golden(
      token: "TOKEN/EXAMPLE==",
      signature: "4ce589e3e7f56472a732b31f7824a465432dc40184d24a3f028b4d03924a5ff5"
    ),
    Golden(
      url: "http://localhost:8000/",
      signature: "2c15ed7ee8360be5191c4f7fa4c3786076090b77a41d66fafd26efa4f0cd0e21"
    ),
    Golden(
      url: "https://cognito-idp.ca-central-1.amazonaws.com/",
      region: "ca-central-1",
      service: "cognito-idp",
      headers: [
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityProviderService.ListUsers",
      ],
      body: #"{"UserPoolId":"ca-central-1_EXAMPLE","Limit":60}"#,
      signature: "b1301fdaa10386f999ba4c0237e84fcd627008b59195951d9fbcf68a40d0008e"
    ),
    Golden(
      url: "https://sts.us-east-1.amazonaws.com/",
      service: "sts",
      headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
      body: "Action=GetCallerIdentity&Version=2011-06-15",
      signature: "52a8540fea00e731072179f763577cbe2a45eac2c5d32fb4d785f3eefac88165"
    ),
  ]

  @Test(arguments: golden)
  func `a request is signed as botocore signs it`(golden: Golden) throws {
    let authorization = try #require(try golden.signed().headers["Authorization"])
    #expect(authorization.hasSuffix("Signature=\(golden.signature)"))
  }

  @Test func `the authorization names key, scope and signed headers`() throws {
    let request = try Self.golden[0].signed()
    #expect(request.headers["X-Amz-Date"] == "20150830T123600Z")
    #expect(request.headers["X-Amz-Security-Token"] == nil)
    #expect(
      request.headers["authorization"]
        == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request, "
        + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=\(Self.golden[0].signature)"
    )
    #expect(request.body == Array("{}"))
  }

  @Test func `a session token is sent and signed`() throws {
    let request = try Self.golden[1].signed()
    #expect(request.headers["X-Amz-Security-Token"] == "TOKEN/EXAMPLE==")
    let authorization = try #require(request.headers["Authorization"])
    #expect(
      authorization.contains(
        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,"
      )
    )
  }

  @Test func `signing again replaces date, token and signature`() throws {
    let once = try Self.golden[1].signed()
    let signer = SigV4(credentials: TestKeys.credentials, region: "us-east-1", service: "dynamodb")
    let again = signer.sign(once, at: Self.date)
    #expect(again.headers["X-Amz-Security-Token"] == nil)
    #expect(again.headers["Authorization"]?.hasSuffix(Self.golden[0].signature) == true)
    let names = again.headers.fields.map { $0.name.lowercased() }
    #expect(Set(names).count == names.count)
  }

  @Test func `the canonical request and the string to sign are those of the specification`() throws {
    let signer = SigV4(credentials: TestKeys.credentials, region: "us-east-1", service: "dynamodb")
    let request = try Self.golden[0].signed()
    let canonical = signer.canonicalRequest(request)
    #expect(
      canonical == """
        POST
        /

        content-type:application/x-amz-json-1.0
        host:dynamodb.us-east-1.amazonaws.com
        x-amz-date:20150830T123600Z
        x-amz-target:DynamoDB_20120810.ListTables

        content-type;host;x-amz-date;x-amz-target
        44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
        """
    )
    #expect(
      signer.stringToSign(canonical, at: Self.date) == """
        AWS4-HMAC-SHA256
        20150830T123600Z
        20150830/us-east-1/dynamodb/aws4_request
        \(Digest.sha256(canonical.utf8).hex)
        """
    )
  }

  @Test func `headers are folded: trimmed, runs of blanks made one, repeated ones joined`() throws {
    let endpoint = try #require(Endpoint("http://Example.com:80"))
    var request = HTTPRequest(.get, at: endpoint, headers: ["X-B": "\t a  b\t\tc ", "User-Agent": "no"])
    request.headers.append("x-a", value: "2")
    request.headers.append("X-A", value: "1")
    let signer = SigV4(credentials: TestKeys.credentials, region: "r", service: "s")
    let lines = signer.canonicalRequest(request).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.dropFirst(3).prefix(3) == ["host:example.com", "x-a:2,1", "x-b:a b c"])
    #expect(lines.suffix(2).first == "host;x-a;x-b")
  }
}
