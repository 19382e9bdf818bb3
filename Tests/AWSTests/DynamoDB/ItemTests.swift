import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ItemTests {
  @Test func `an item is its key and its attributes, in DynamoDB's JSON`() {
    let item = Item(partitionKey: "p\"", sortKey: "é") { item in
      item.add("a", value: "")
      item.add("b\n", value: "🙂")
    }
    #expect(item.document.text == #"{"pk":{"S":"p\""},"sk":{"S":"é"},"a":{"S":""},"b\n":{"S":"🙂"}}"#)
    #expect(item.key == Item.Key(partition: "p\"", sort: "é"))
  }

  @Test func `the size is that of names and values in UTF-8`() {
    #expect(Item(partitionKey: "ab", sortKey: "é") { _ in }.size == 2 + 2 + 2 + 2)
    #expect(Item(partitionKey: "", sortKey: "") { $0.add("é", value: "🙂\n") }.size == 4 + 2 + 5)
  }
}
