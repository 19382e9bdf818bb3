import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct TableDescriptionTests {
  @Test func `the partition key comes first, whatever the order of the answer`() {
    let description = TableDescription(
      status: "ACTIVE",
      value: [
        "KeySchema": [
          ["AttributeName": "sk", "KeyType": "RANGE"], ["AttributeName": "pk", "KeyType": "HASH"],
        ],
        "AttributeDefinitions": [
          ["AttributeName": "sk", "AttributeType": "N"], ["AttributeName": "pk", "AttributeType": "S"],
        ],
      ]
    )
    #expect(description.key.text == "pk (HASH, S) and sk (RANGE, N)")
    #expect(description.tableKey?.text == "pk (S) and sk (N)")
    #expect(TableDescription(status: "ACTIVE", value: [:]).tableKey == nil)
  }

  @Test func `a page whose last key is the key that it began with is an error`() async throws {
    let page = ScriptedTransport.Step.answer(200, #"{"Items":[],"LastEvaluatedKey":{"pk":{"S":"a"}}}"#)
    let client = DynamoDBClient(try AWSClient.test(ScriptedTransport([page, page])))
    let first = try await client.queryPage([:], of: "t-1")
    let error = try await toolError { _ = try await client.queryPage([:], of: "t-1", from: first.next) }
    #expect(error.message.contains("its LastEvaluatedKey is the key that the page began with"))
  }
}
