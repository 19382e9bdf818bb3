import Toolkit

@testable import AWS

extension FuzzTarget {
  /// The answer's layers: status, checksum, error document. The first byte chooses the status, the second the
  /// headers.
  static let answer = FuzzTarget(
    name: "answer",
    seeds: [
      #"  {"TableNames":["a"]}"#,
      #" !{"TableNames":["a"]}"#,
      #"! {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException:x","message":"no\n"}"#,
      #"!!{"__type":"Throttling","Message":"slower"}"#,
      #"" <html>503</html>"#,
    ].map { Array($0.utf8) },
    tokens: tokensOfJSON + ["__type", "message", "Message", "#", "<html>"]
  ) { input in
    let head = input.prefix(2) + [0, 0]
    let statuses = [200, 400, 503, 500, 404, 413, 0]
    var response = HTTPResponse(
      status: statuses[Int(head[0]) % statuses.count],
      body: Array(input.dropFirst(2))
    )
    switch head[1] % 3 {
    case 1: response.headers["x-amzn-RequestId"] = "ID"
    case 2: response.headers["x-amz-crc32"] = String(CRC32.checksum(response.body))
    default: break
    }
    do {
      let document = try AWSAnswer(response: response).document()
      try promise(response.status == 200 && document == response.body, "not the document that was received")
    } catch let error as ToolError {
      try promise(error.message.isPrintable, "what a server says would draw on a terminal: \(error.message)")
    }
  }
}

extension String {
  var isPrintable: Bool { self == onOneLine }
}
