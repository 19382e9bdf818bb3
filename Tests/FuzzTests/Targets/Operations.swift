import ArgumentParser
import Cruddur
import CruddurAWS
import Synchronization
import Toolkit

@testable import AWS

extension FuzzTarget {
  /// The operations read their answers. The first byte chooses the operation, which must end although the
  /// service always gives the same answer.
  static let operations = FuzzTarget(
    name: "operations",
    seeds: [
      #"0{"TableNames":["aaa","bbb"],"LastEvaluatedTableName":"bbb"}"#,
      #"1{"Table":{"TableName":"a","TableStatus":"ACTIVE","CreationDateTime":1.5,"GlobalSecondaryIndexes":[{"IndexStatus":"ACTIVE"}]}}"#,
      #"2{"Items":[{"pk":{"S":"a"},"sk":{"S":"2023-01-01T00:00:00+00:00"},"message":{"S":"m"},"user_handle":{"S":"h"}}],"Count":1}"#,
      #"3{"Users":[{"Username":"u","Attributes":[{"Name":"sub","Value":"1"},{"Name":"preferred_username","Value":"h"}],"UserCreateDate":1.7e9,"UserStatus":"CONFIRMED"}],"PaginationToken":"t"}"#,
      #"4{"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"pk":{"S":"a"},"sk":{"S":"b"}}}}]}}"#,
      #"5{"Items":[{"pk":{"S":"a"}}],"Count":1,"LastEvaluatedKey":{"pk":{"S":"a"}}}"#,
    ].map { Array($0.utf8) },
    tokens: tokensOfJSON + [
      "TableNames", "TableStatus", "Items", "Users", "UnprocessedItems", "Value", #"{"S":"#,
    ]
  ) { input in
    let operations: [@Sendable (DynamoDBClient) async throws -> Void] = [
      listTables, describeTable, query, listUsers, batchWrite, scan,
    ]
    guard let first = input.first else { return }
    let client = try DynamoDBClient(.answering(Array(input.dropFirst())))
    do {
      try await operations[Int(first) % operations.count](client)
    } catch is ToolError {
    } catch is JSONError {
    }
  }

  private static let table = TableName(unchecked: "t")

  @Sendable private static func listTables(_ client: DynamoDBClient) async throws {
    for try await names in client.tableNames() { _ = names.count }
  }

  @Sendable private static func describeTable(_ client: DynamoDBClient) async throws {
    let description = try await client.describeTable(table)
    _ = description.isActive
    try promise((try? JSONValue(parsing: Array(description.json.utf8))) != nil, "its text is not a document")
  }

  @Sendable private static func query(_ client: DynamoDBClient) async throws {
    let answer = try await client.query(
      PatternQuery(table: table, partitionKey: "p", sortKey: .beginsWith("2023"))
    )
    for item in answer["Items"]?.array ?? [] { _ = MessageLine(item)?.text(onTerminal: true) }
  }

  @Sendable private static func listUsers(_ client: DynamoDBClient) async throws {
    let cognito = CognitoClient(aws: client.aws, userPool: "us-east-1_a")
    for try await users in cognito.pages() {
      for user in users { _ = user.week5Document.text(.week5) + user.status }
      _ = cognito.identified(users, console: AWSClient.silent)
    }
  }

  @Sendable private static func batchWrite(_ client: DynamoDBClient) async throws {
    let item = Item(partitionKey: "a", sortKey: "b") { $0.add("c", value: "d") }
    let writer = BatchWriter(client, table: table, tally: WriteTally())
    try await writer.write { add in try await add(item) }
  }

  @Sendable private static func scan(_ client: DynamoDBClient) async throws {
    for try await page in client.pages(of: .init(table: table)) { _ = page.count }
  }
}

extension AWSClient {
  /// A client of a service that answers everything with one document.
  fileprivate static func answering(_ body: [UInt8]) throws -> AWSClient {
    AWSClient(
      try target.get(),
      transport: SameAnswer(body: body),
      console: silent,
      timeouts: Timeouts(connect: .seconds(1), read: .seconds(1)),
      retries: RetryPolicy(maximumAttempts: 1, random: { 0 })
    )
  }

  fileprivate static let silent = Console(
    quiet: true,
    verbose: false,
    environment: Environment([:]),
    output: nowhere,
    errors: nowhere
  )

  private static let nowhere = OutputSink(isTerminal: false) { _ in 0 }

  private static let target = Result {
    let base = Context(
      tool: "fuzz",
      commandLine: CommandLineText([]),
      stage: .local,
      environment: Environment([:]),
      console: silent,
      input: StandardInput(isTerminal: false) { nil }
    )
    let context = AWSContext(base, network: .curl, loop: try EventLoop())
    return try AWSTarget(
      .dynamoDB,
      options: .parse([]),
      profile: Profile(flag: nil, environment: context.environment),
      transport: SameAnswer(body: []),
      context: context
    )
  }
}

/// Gives every request the same answer; only a second BatchWriteItem gets one without unprocessed items.
private final class SameAnswer: HTTPTransport {
  private let body: [UInt8]
  private let requests = Atomic(0)

  init(body: [UInt8]) { self.body = body }

  func send(_ request: HTTPRequest, timeouts: Timeouts) async throws -> HTTPResponse {
    let isFirst = requests.add(1, ordering: .relaxed).oldValue == 0
    let isBatch = request.headers["X-Amz-Target"]?.hasSuffix("BatchWriteItem") == true
    return HTTPResponse(status: 200, body: isFirst || !isBatch ? body : Array("{}".utf8))
  }
}
