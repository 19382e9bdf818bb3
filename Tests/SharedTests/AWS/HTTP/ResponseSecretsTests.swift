import Testing

@testable import Shared

@Suite struct ResponseSecretsTests {
  private static let token = "FwoGZXIvYXdzEXAMPLE/+=="

  @Test(arguments: [
    (400, "x-amz-security-token:FwoGZXIvYXdzEXAMPLE/+==\\n", "x-amz-security-token:****\\n"),
    (
      403, #"{"message":"a FwoGZXIvYXdzEXAMPLE\/+== b FwoGZXIvYXdzEXAMPLE/+=="}"#,
      #"{"message":"a **** b ****"}"#
    ),
    (200, "<html>FwoGZXIvYXdzEXAMPLE/+==", "<html>****"),
  ])
  func `a secret that an error repeats is left out, and its checksum with it`(
    status: Int,
    body: String,
    told: String
  ) {
    let response = HTTPResponse.test(status, body, ["x-amz-crc32": "1"]).hiding(Self.token)
    #expect(response.body.text == told)
    #expect(response.headers["x-amz-crc32"] == nil)
  }

  @Test(arguments: [(200, #"{"a":"FwoGZXIvYXdzEXAMPLE/+=="}"#), (400, "no secret")])
  func `any other answer stays as it is`(status: Int, body: String) {
    let response = HTTPResponse.test(status, body, ["x-amz-crc32": "1"])
    for secret in [Self.token, "", nil] {
      #expect(response.hiding(secret).body.text == body)
      #expect(response.hiding(secret).headers["x-amz-crc32"] == "1")
    }
  }
}
