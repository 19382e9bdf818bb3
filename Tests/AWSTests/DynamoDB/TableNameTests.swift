import Fixtures
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct TableNameTests {
  @Test(arguments: ["abc", "cruddur-messages", "A_b.C-1", String(repeating: "a", count: 255)])
  func `names that DynamoDB allows are accepted`(name: String) {
    #expect(TableName(argument: name)?.description == name)
    #expect(IndexName(argument: name)?.description == name)
  }

  @Test(arguments: [
    "", "ab", "a b", "a/b", "abc\n", "äbc", "ab`", "ab[", "ab@", "ab{", String(repeating: "a", count: 256),
  ])
  func `names of a wrong length or with a wrong character are refused`(name: String) {
    #expect(TableName(argument: name) == nil)
    #expect(IndexName(argument: name) == nil)
  }

  @Test func `the fixture's table is the messages table`() throws {
    let schema = try TableSchema(InputFile(Fixtures.messagesTable, name: "fixture"))
    #expect(schema.table == "cruddur-messages")
    #expect(schema.document["GlobalSecondaryIndexes"]?.array?.first?["IndexName"] == "message-group-sk-index")
  }

  @Test(arguments: [
    ("{\n\n  x}", "schema.json:3: not JSON: expected a string"),
    ("{}", "schema.json is not a CreateTable document"),
    (#"{"TableName":"a"}"#, "schema.json is not a CreateTable document"),
    ("[]", "schema.json is not a CreateTable document"),
    ("", "schema.json:1: not JSON"),
  ])
  func `an invalid schema is an error that names the file`(text: String, message: String) throws {
    let error = try toolError { _ = try TableSchema(InputFile(Array(text), name: "schema.json")) }
    #expect(error.code == .file)
    #expect(error.message.hasPrefix(message))
  }
}
