import AWS
import Cruddur
import CruddurAWS
import Toolkit

/// Checks the rows of the messages table: their users and their times.
struct ConversationsCheck {
  let client: DynamoDBClient
  let table: TableName
  /// The uuids of all users; nil where they are not known.
  let users: Set<String>?
  let now: Timestamp

  /// What is remembered of the rows, whatever their number: the conversations, and the messages in the
  /// future.
  private struct Rows {
    var owners: [String: Set<String>] = [:]
    var doubled: Set<String> = []
    var groupRows = 0
    var ahead = 0
    var last = ""
  }

  func findings() async throws -> [Finding] {
    do {
      let rows = try await read()
      return [gone(rows), doubled(rows), ahead(rows)].compactMap(\.self)
    } catch let error as ToolError {
      return [.failed("conversations", error: error)]
    }
  }

  private func read() async throws -> Rows {
    var rows = Rows()
    var position = PagePosition()
    repeat {
      for item in try await client.scanPage(query, of: table, at: &position) { add(item, to: &rows) }
    } while !position.isAtEnd
    return rows
  }

  private var query: JSONObject {
    [
      "ProjectionExpression": "pk, sk, message_group_uuid",
      "FilterExpression": "begins_with(pk, :groups) OR begins_with(pk, :messages) AND sk > :now",
      "ExpressionAttributeValues": [
        ":groups": ["S": .string(MessagesTable.groupPrefix)],
        ":messages": ["S": .string(MessagesTable.messagePrefix)], ":now": ["S": .string(now.iso8601)],
      ],
    ]
  }

  private func add(_ item: JSONValue, to rows: inout Rows) {
    guard let partition = item.text(MessagesTable.Attribute.partitionKey),
      let moment = item.text(MessagesTable.Attribute.sortKey)
    else { return }
    if partition.hasPrefix(MessagesTable.messagePrefix) {
      rows.ahead += 1
      rows.last = max(rows.last, moment)
    } else if let group = item.text(MessagesTable.Attribute.messageGroupUUID) {
      rows.groupRows += 1
      let owner = String(partition.dropFirst(MessagesTable.groupPrefix.count))
      if !rows.owners[group, default: []].insert(owner).inserted { rows.doubled.insert(group) }
    }
  }

  // MARK: - Findings

  private func gone(_ rows: Rows) -> Finding? {
    guard let users else { return nil }
    let groups = rows.owners.filter { !$0.value.isSubset(of: users) }.keys.sorted()
    guard let first = groups.first else {
      return .ok("group rows", message: "\(rows.groupRows), all of users who are there")
    }
    let owners = Set(rows.owners.values.joined()).subtracting(users)
    return .wrong(
      "group rows",
      message:
        "\(counted(owners.count, of: "user")) of \(counted(groups.count, of: "group")) who are deleted: \(listed(owners.sorted()))",
      next: .replaceGroup(first)
    )
  }

  private func doubled(_ rows: Rows) -> Finding {
    let groups = rows.doubled.sorted()
    guard let first = groups.first else {
      return .ok("conversations", message: "\(counted(rows.owners.count, of: "group")), each listed once")
    }
    return .wrong(
      "conversations",
      message: "\(counted(groups.count, of: "group")) listed twice for a user: \(listed(groups))",
      next: .listOnce(first)
    )
  }

  private func ahead(_ rows: Rows) -> Finding {
    guard rows.ahead > 0 else { return .ok("moments", message: "no message is dated in the future") }
    return .wrong(
      "moments",
      message:
        "\(counted(rows.ahead, of: "message")) dated in the future, the last \(rows.last.onOneLine): new ones come before them",
      next: .seedUpToNow
    )
  }
}
