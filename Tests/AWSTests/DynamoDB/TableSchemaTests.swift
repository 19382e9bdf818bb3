import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct TableSchemaTests {
  private func schema(_ text: String, name: String = "schema.json", table: String? = nil) throws
    -> TableSchema
  {
    try TableSchema(
      InputFile(Array(text.utf8), name: name),
      table: table.map { TableName(unchecked: $0) }
    )
  }

  private static let document = """
    {"TableName":"t-1","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
    "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"}
    """

  @Test func `a byte order mark is skipped`() throws {
    #expect(try schema("\u{FEFF}" + Self.document).document == schema(Self.document).document)
  }

  @Test func `another name takes the place of the document's, and a stream is added`() throws {
    let schema = try schema(Self.document, table: "t-2")
    #expect(schema.table == "t-2" && schema.document["TableName"] == "t-2")
    #expect(try self.schema(#"{"KeySchema":[]}"#, table: "t-2").table == "t-2")
    let stream = schema.withStream().document["StreamSpecification"]
    #expect(stream == ["StreamEnabled": true, "StreamViewType": "NEW_IMAGE"])
  }

  @Test(arguments: ["Table", "TableDescription"])
  func `the output of describe-table is a schema for the same table`(member: String) throws {
    let described = """
      {"\(member)":{"TableName":"t-1","TableStatus":"ACTIVE","CreationDateTime":1.5,"ItemCount":3,"TableId":"x",
      "TableArn":"arn","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
      "ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":5,"WriteCapacityUnits":6},
      "GlobalSecondaryIndexes":[{"IndexName":"i","IndexStatus":"ACTIVE","IndexArn":"arn","Backfilling":false,
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"},
      "ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":1,"WriteCapacityUnits":2}}],
      "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"},"LatestStreamLabel":"l"}}
      """
    #expect(
      try schema(described).document
        == JSONValue(
          parsing: Array(
            #"""
            {"TableName":"t-1","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
            "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"},"BillingMode":"PROVISIONED",
            "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":6},
            "GlobalSecondaryIndexes":[{"IndexName":"i","KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"},
            "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":2}}]}
            """#.utf8
          )
        )
    )
  }

  @Test func `a description of a table on demand names no capacity`() throws {
    let schema = try schema(
      """
      {"Table":{"TableName":"t-1","BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST"},
      "ProvisionedThroughput":{"ReadCapacityUnits":0,"WriteCapacityUnits":0},
      "GlobalSecondaryIndexes":[{"IndexName":"i","ProvisionedThroughput":{"ReadCapacityUnits":0}}]}}
      """
    )
    #expect(schema.document["BillingMode"] == "PAY_PER_REQUEST")
    #expect(!schema.document.text(.compact).contains("ProvisionedThroughput"))
  }

  @Test(arguments: [
    ("{'TableName': 't-1', 'Stream': True}", "schema.txt", "ast.literal_eval"),
    ("table_name = 't-1'", "schema.py", "ast.literal_eval"),
    ("TableName: t-1\n", "schema.yml", "yaml.safe_load"),
    ("# a table\nTableName: t-1\n", "schema", "yaml.safe_load"),
  ])
  func `for another notation the next step is the command that converts it to JSON`(
    text: String,
    name: String,
    command: String
  )
    throws
  {
    let error = try toolError { _ = try schema(text, name: name) }
    #expect(error.code == .file && error.message.hasPrefix("\(name):1: not JSON"))
    #expect(error.hint?.contains(command) == true && error.hint?.contains("< \(name) > schema.json") == true)
  }

  @Test(arguments: [
    ("it's mine.py", #"< 'it'\''s mine.py' > schema.json"#),
    ("schema.json", "< schema.json > converted.json"),
    ("a/schema.json", "< a/schema.json > converted.json"),
  ])
  func `the command that converts quotes the file, and does not write over it`(
    name: String,
    redirections: String
  ) throws {
    let error = try toolError { _ = try schema("{'TableName': 't-1'}", name: name) }
    #expect(error.hint?.hasSuffix(redirections) == true, "\(error)")
  }

  @Test func `broken JSON is not taken for another notation`() throws {
    let error = try toolError { _ = try schema(#"{"TableName":"t-1","#) }
    #expect(error.hint == nil)
  }
}
