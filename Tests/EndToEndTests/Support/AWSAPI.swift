import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Calls of the local services without any code of the tools, to set tests up and to see what a tool did.
struct AWSAPI: Sendable {
  let url: String
  let region: String

  /// Calls an operation, such as `DynamoDB_20120810.ListTables`, with a JSON document.
  @discardableResult
  func call(_ target: String, _ body: String) async throws -> [String: Any] {
    let (status, data) = try await answer(to: target, body)
    try #require(status == 200, "\(target): \(String(decoding: data, as: UTF8.self))")
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The answer to a call that may be refused.
  func answer(to target: String, _ body: String) async throws -> (status: Int, body: Data) {
    var request = URLRequest(url: try #require(URL(string: url)))
    let service = target.hasPrefix("Dynamo") ? "dynamodb" : "cognito-idp"
    request.httpMethod = "POST"
    request.httpBody = Data(body.utf8)
    request.allHTTPHeaderFields = [
      "X-Amz-Target": target,
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Date": "20230101T000000Z",
      "Authorization":
        "AWS4-HMAC-SHA256 Credential=local/20230101/\(region)/\(service)/aws4_request, SignedHeaders=host, Signature=0",
    ]
    let (data, response) = try await URLSession.shared.data(for: request)
    return (try #require(response as? HTTPURLResponse).statusCode, data)
  }
}

extension World {
  var dynamoDB: AWSAPI { AWSAPI(url: stack.dynamoDB, region: environment["AWS_REGION"] ?? "us-east-1") }

  /// Creates a table with Cruddur's keys and without indexes.
  func createTable(_ name: String) async throws {
    try await dynamoDB.call(
      "DynamoDB_20120810.CreateTable",
      """
      {"TableName": "\(name)", "BillingMode": "PAY_PER_REQUEST",
       "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
       "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]}
      """
    )
  }

  /// Writes an item, given in DynamoDB's JSON.
  func put(_ item: String, into table: String) async throws {
    try await dynamoDB.call(
      "DynamoDB_20120810.PutItem",
      #"{"TableName": "\#(table)", "Item": \#(item)}"#
    )
  }

  /// The number of items of a table whose items fit on one page.
  func count(of table: String) async throws -> Int {
    let answer = try await dynamoDB.call(
      "DynamoDB_20120810.Scan",
      #"{"TableName": "\#(table)", "Select": "COUNT"}"#
    )
    return try #require(answer["Count"] as? Int)
  }

  func tables() async throws -> [String] {
    var tables: [String] = []
    var input = "{}"
    while true {
      let answer = try await dynamoDB.call("DynamoDB_20120810.ListTables", input)
      tables += try #require(answer["TableNames"] as? [String])
      guard let last = answer["LastEvaluatedTableName"] as? String else { return tables }
      input = #"{"ExclusiveStartTableName": "\#(last)"}"#
    }
  }
}
