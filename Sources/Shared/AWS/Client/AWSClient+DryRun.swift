import Toolkit

/// `--dry-run`: what only reads is sent, all else is printed.
extension AWSClient {
  private static let reading: Set = [
    "BatchGetItem", "DescribeStream", "DescribeTable", "DescribeTimeToLive", "GetItem", "GetRecords",
    "GetShardIterator", "ListStreams", "ListTables", "ListUsers", "Query", "Scan", "TransactGetItems",
  ]

  /// Whether an operation may change something. An operation that is not listed counts as one that does.
  func writes(_ operation: String) -> Bool {
    // Services without a prefix issue credentials or tokens.
    target.service.targetPrefix != nil && !Self.reading.contains(operation)
  }

  /// Prints the request as one line of JSON, and answers as if it had been carried out.
  func planned(_ operation: String, body: [UInt8]) throws(ToolError) -> Answer {
    var line = Array(#"{"operation":"#.utf8)
    line.appendJSONString(operation)
    line += Array(#","endpoint":"#.utf8)
    line.appendJSONString(target.endpoint.origin)
    line += Array(#","request":"#.utf8) + body + Array("}".utf8)
    try console.plan(line)
    let answer = #"{"TableDescription":{"TableStatus":"ACTIVE"},"UnprocessedItems":{}}"#
    return Answer(body: Array(answer.utf8), attempts: 1, earlierAttemptMayHaveSucceeded: false)
  }
}
