import AWS
import Cruddur
import CruddurAWS
import Synchronization
import Toolkit

/// Checks DynamoDB and the messages table: endpoint, credentials, clock, and the table's key, index and
/// stream.
final class TableCheck: Sendable {
  private let options: AWSOptions
  private let table: TableName
  private let context: AWSContext
  private let client = Mutex<DynamoDBClient?>(nil)

  init(options: AWSOptions, table: TableName, context: AWSContext) {
    self.options = options
    self.table = table
    self.context = context
  }

  /// The client, where the table's items can be read; else nil.
  var usableClient: DynamoDBClient? { client.withLock(\.self) }

  func findings() async throws -> [Finding] {
    let client: DynamoDBClient
    do {
      client = try await .live(options, in: context, attempts: 2)
    } catch let error as ToolError {
      return [.failed(error.code == .credentials ? "credentials" : "dynamodb", error: error)]
    }
    var findings = [try await credentials(of: client)]
    do {
      var names: [String] = []
      for try await page in client.tableNames() { names += page }
      findings.append(
        .ok(
          "dynamodb",
          message: "\(client.aws.target.endpoint) answers, \(counted(names.count, of: "table"))"
        )
      )
    } catch let error as ToolError {
      return findings + [.failed("dynamodb", error: error)]
    }
    findings.append(clock(of: client))
    return try await findings + self.findings(in: client)
  }

  // MARK: - The service

  private func credentials(of client: DynamoDBClient) async throws -> Finding {
    guard let provider = client.aws.target.credentials else {
      return .ok("credentials", message: "requests are not signed")
    }
    do {
      let expiry = try await provider.credentials().expiry
      let now = context.clock.now()
      guard let expiry else {
        return .ok("credentials", message: "from \(provider.name); they do not say when they expire")
      }
      let left = expiry.since(now).components.seconds / 60
      guard expiry > now else {
        return .wrong(
          "credentials",
          message: "those from \(provider.name) expired at \(expiry.localMinute)",
          next: .signInAgain(source: provider.name)
        )
      }
      return .ok(
        "credentials",
        message: "from \(provider.name), until \(expiry.localMinute) (\(counted(Int(left), of: "minute")))"
      )
    } catch let error as ToolError {
      return .failed("credentials", error: error)
    }
  }

  /// AWS refuses signatures that are five minutes off.
  private func clock(of client: DynamoDBClient) -> Finding {
    guard let ahead = client.aws.clockLead?.components.seconds else {
      return .note("clock", message: "\(client.aws.target.endpoint) does not send its time")
    }
    guard abs(ahead) >= 60 else { return .ok("clock", message: "as that of \(client.aws.target.endpoint)") }
    return .wrong(
      "clock",
      message:
        "this machine's is \(counted(Int(abs(ahead)), of: "second")) \(ahead > 0 ? "ahead" : "behind")",
      next: .setSystemClock
    )
  }

  // MARK: - The table

  private func findings(in client: DynamoDBClient) async throws -> [Finding] {
    do {
      let description = try await client.describeTable(table)
      let findings = [status(description, in: client), key(description), index(description)]
      if !findings[0].isWrong, !findings[1].isWrong { self.client.withLock { $0 = client } }
      return try await findings + [stream(client)]
    } catch let error as ToolError {
      return [.failed("table", error: error)]
    }
  }

  private func status(_ description: TableDescription, in client: DynamoDBClient) -> Finding {
    guard description.status == "ACTIVE" || description.status == "UPDATING" else {
      return .wrong(
        "table",
        message: "\(table) is \(description.status)",
        next: client.aws.target.seeStatus(of: table)
      )
    }
    return .ok("table", message: "\(table) is \(description.status)")
  }

  private static let indexKey = TableKey([
    (MessagesTable.Attribute.messageGroupUUID, "S"), (MessagesTable.Attribute.sortKey, "S"),
  ])

  private func key(_ description: TableDescription) -> Finding {
    let key = description.tableKey
    guard key == TableKey.usual else {
      return .wrong(
        "key",
        message:
          "\(table) has \(key.map { "the key \($0.text)" } ?? "no key"), and messages need \(TableKey.usual.text)",
        next: .makeTableAgain
      )
    }
    return .ok("key", message: TableKey.usual.text)
  }

  private func index(_ description: TableDescription) -> Finding {
    let name = MessagesTable.groupIndex
    guard let key = description.key(ofIndex: name) else {
      return .wrong("index", message: "\(table) has no index \(name)", next: .makeTableAgain)
    }
    guard key == Self.indexKey else {
      return .wrong(
        "index",
        message: "\(name) has the key \(key.text), and \(Self.indexKey.text) is needed",
        next: .makeTableAgain
      )
    }
    return .ok("index", message: "\(name): \(key.text)")
  }

  /// Locally a table without one is not an error: the tools that need it may not be used.
  private func stream(_ client: DynamoDBClient) async throws -> Finding {
    do {
      _ = try await client.stream(of: table)
      return .ok("stream", message: "new images of \(table)")
    } catch let error as ToolError where error.code == .data && context.stage == .local {
      let message = "\(error.message); only cruddur-messaging-stream and tail need one"
      return .note("stream", message: message, next: error.nextSteps)
    } catch let error as ToolError {
      return .failed("stream", error: error)
    }
  }
}
