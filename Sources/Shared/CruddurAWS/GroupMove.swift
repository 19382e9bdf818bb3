import AWS
import Cruddur
import Toolkit

/// The changes that move the rows of one group to a new message: to its moment, with its text.
struct GroupMove {
  let message: NewMessage
  /// The group's rows, whole, in DynamoDB's JSON.
  let rows: [JSONValue]
  /// By the row's partition key, how many microseconds later than the message a user's row is written, where
  /// the row of another group has the message's moment.
  var shifts: [String: Int] = [:]

  /// The actions of one transaction; none where the rows have this message or a newer one.
  var actions: [DynamoDBClient.Action] {
    Dictionary(grouping: rows) { $0.text(MessagesTable.Attribute.partitionKey) ?? "" }
      .sorted { $0.key < $1.key }.flatMap { key, rows in actions(of: key, rows: rows) }
  }

  /// A user has one row for each group. Where another program has left several, the newest one is kept.
  private func actions(of partition: String, rows: [JSONValue]) -> [DynamoDBClient.Action] {
    let rows = rows.sorted { Self.isEarlier($0.sortKey, than: $1.sortKey) }
    guard let newest = rows.last, !Self.isEarlier(message.sentAt, than: newest.sortKey) else { return [] }
    if newest.sortKey == message.sentAt { return update(newest, partition: partition) }
    let deletions = rows.map { row in
      DynamoDBClient.Action(
        .delete,
        key: .init(partition: partition, sort: row.sortKey),
        condition: Self.isThisGroup,
        values: group
      )
    }
    return deletions + [put(newest, partition: partition)]
  }

  /// The key is unchanged, and a transaction must not delete and put the same key.
  private func update(_ row: JSONValue, partition: String) -> [DynamoDBClient.Action] {
    guard row.text(MessagesTable.Attribute.message) != message.text else { return [] }
    let action = DynamoDBClient.Action(
      .update([(name: MessagesTable.Attribute.message, value: message.text)]),
      key: .init(partition: partition, sort: row.sortKey),
      condition: Self.isThisGroup,
      values: group
    )
    return [action]
  }

  /// All attributes of the old row are kept: users' rows differ in them.
  private func put(_ row: JSONValue, partition: String) -> DynamoDBClient.Action {
    let sortKey = sortKey(in: partition)
    var item = JSONObject(row)
    item[MessagesTable.Attribute.sortKey] = ["S": .string(sortKey)]
    item[MessagesTable.Attribute.message] = ["S": .string(message.text)]
    return DynamoDBClient.Action(
      .put(item),
      key: .init(partition: partition, sort: sortKey),
      condition: "attribute_not_exists(pk) OR \(Self.isThisGroup)",
      values: group
    )
  }

  /// A row that the index has may be deleted by now, and the row of another group may have its key.
  private static let isThisGroup = "message_group_uuid = :group"

  private var group: [(name: String, value: String)] { [(name: ":group", value: message.group)] }

  private func sortKey(in partition: String) -> String {
    guard let shift = shifts[partition], let moment = Timestamp(iso8601: message.sentAt) else {
      return message.sentAt
    }
    return Timestamp(microseconds: moment.microseconds + Int64(shift)).iso8601
  }

  /// Sort keys are times in several forms: some programs leave out the zone, which is then UTC, or a fraction
  /// of zero.
  static func isEarlier(_ left: String, than right: String) -> Bool {
    guard let first = Timestamp(iso8601: left), let second = Timestamp(iso8601: right), first != second else {
      return left < right
    }
    return first < second
  }
}

extension JSONValue {
  fileprivate var sortKey: String { text(MessagesTable.Attribute.sortKey) ?? "" }
}
