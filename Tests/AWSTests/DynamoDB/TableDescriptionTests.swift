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
}
