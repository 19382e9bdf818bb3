import TestSupport

/// Answers of DynamoDB, intact and as networks and load balancers damage them.
extension Answer {
  /// A document with its request id and its checksum.
  static func document(_ text: String, status: Int = 200, headers: [String] = []) -> Answer {
    let fields = ["x-amzn-RequestId: FAULTY", "x-amz-crc32: \(CRC32.checksum(Array(text.utf8)))"]
    return .reply(status: status, headers: fields + headers, body: text)
  }

  static func refused(_ code: String, status: Int = 400, headers: [String] = []) -> Answer {
    .document(
      #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(code)","message":"as scripted"}"#,
      status: status,
      headers: headers
    )
  }

  static func throttled(_ code: String) -> Answer { refused(code) }

  static let internalError = refused("InternalServerError", status: 500)
  static let unavailable = reply(
    status: 503,
    type: "text/html",
    body: "<html>\n<h1>503 Service Unavailable</h1>\n</html>"
  )
  static let emptyError = reply(status: 500, body: "")

  private var bytes: [UInt8] {
    if case .send(let bytes)? = steps.first { bytes } else { [] }
  }

  /// An answer with a reset in its middle.
  var resetHalfWay: Answer { Answer([.send(Array(bytes.prefix(bytes.count / 2))), .reset]) }

  /// An answer whose last byte is missing.
  var cutOff: Answer { Answer([.send(bytes.dropLast()), .close]) }

  /// An answer with one byte changed.
  var corrupted: Answer {
    var bytes = bytes
    if let last = bytes.lastIndex(of: UInt8(ascii: "\"")) { bytes[last] = UInt8(ascii: " ") }
    return Answer([.send(bytes)])
  }
}

extension [Answer] {
  /// HTTP 500 in JSON, in HTML and without a body.
  static let errors: [Answer] = [.internalError, .unavailable, .emptyError]
}

/// The checksum of DynamoDB's answers: CRC-32 as in IEEE 802.3.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 0 ? value >> 1 : 0xEDB8_8320 ^ value >> 1 }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ sum >> 8 }
  }
}
