import AWS
import Cruddur
import CruddurAWS
import Synchronization
import TestSupport
import Toolkit

/// Groups of two users in a table, and the outcomes of the stream function.
struct MessagingWorld: Sendable {
  let table: MemoryTable
  let log = Log()
  var clock = WallClock.noon

  init(_ table: MemoryTable = MemoryTable()) {
    self.table = table
  }

  final class Log: Sendable {
    private let entries = Mutex<[(id: String, outcome: GroupUpdater.Outcome)]>([])

    var outcomes: [GroupUpdater.Outcome] { entries.withLock { $0.map(\.outcome) } }

    func add(_ record: StreamRecord, _ outcome: GroupUpdater.Outcome) {
      entries.withLock { $0.append((record.id, outcome)) }
    }

    func outcome(of id: String) -> GroupUpdater.Outcome? {
      entries.withLock { $0.last { $0.id == id }?.outcome }
    }
  }

  func updater(_ transport: ScriptedTransport? = nil) throws -> GroupUpdater {
    let client = DynamoDBClient(try AWSClient.test(transport ?? table.transport))
    return GroupUpdater(MessageStore(client, table: .messages, clock: clock), clock: clock) { [log] in
      log.add($0, $1)
      _ = $2
    }
  }

  func process(_ records: StreamRecord..., deadline: Timestamp? = nil) async throws -> String? {
    try await updater().process(records, deadline: deadline)?.record.sequenceNumber
  }

  /// Adds the two rows of a group; ann's rows have one more attribute, `extra`.
  func addGroup(_ id: String, _ users: (String, String) = ("ann", "bob"), at sortKey: String = moment(0)) {
    for (owner, partner) in [users, (users.1, users.0)] {
      addRow(of: id, owner: owner, partner: partner, at: sortKey)
    }
  }

  func addRow(of group: String, owner: String, partner: String, at sortKey: String = moment(0)) {
    var row = [
      "pk": "GRP#\(owner)", "sk": sortKey, "message_group_uuid": group, "message": "first",
      "user_uuid": partner, "user_display_name": partner.uppercased(), "user_handle": partner,
    ]
    if owner == "ann" { row["extra"] = "kept" }
    table.put(row)
  }

  /// A user's rows of a group, each with its sort key and message.
  func rows(of group: String, owner: String) -> [(sortKey: String, message: String)] {
    table.rows.sorted { $0.key < $1.key }.filter {
      $0.key.partition == "GRP#\(owner)" && $0.value["message_group_uuid"] == group
    }.map { ($0.key.sort, $0.value["message"] ?? "") }
  }

  /// What both users' rows of a group say, each as `sort key message`.
  func summary(of group: String, _ users: (String, String) = ("ann", "bob")) -> [String] {
    [users.0, users.1].flatMap { owner in
      rows(of: group, owner: owner).map { "\(owner) \($0.sortKey.dropFirst(11)) \($0.message)" }
    }
  }
}

/// A sort key of 2023-03-26, so many microseconds after midnight.
func moment(_ microseconds: Int) -> String {
  Timestamp(microseconds: 1_679_788_800_000_000 + Int64(microseconds)).iso8601
}

/// An INSERT of a message.
func insert(
  _ text: String,
  into group: String = "g",
  at microseconds: Int,
  by sender: String = "ann",
  number: String? = nil
) -> StreamRecord {
  record("INSERT", number ?? text, pk: "MSG#\(group)", sk: moment(microseconds)) {
    $0 + [
      .init(name: "message", value: ["S": .string(text)]),
      .init(name: "user_uuid", value: ["S": .string(sender)]),
    ]
  }
}

func record(
  _ event: String,
  _ number: String,
  pk: String,
  sk: String = moment(9),
  image: (([JSONValue.Member]) -> [JSONValue.Member])? = nil
) -> StreamRecord {
  let keys: [JSONValue.Member] = [
    .init(name: "pk", value: ["S": .string(pk)]), .init(name: "sk", value: ["S": .string(sk)]),
  ]
  var change: [JSONValue.Member] = [
    .init(name: "SequenceNumber", value: .string(number)), .init(name: "Keys", value: .object(keys)),
  ]
  if let image { change.append(.init(name: "NewImage", value: .object(image(keys)))) }
  return StreamRecord([
    "eventID": .string(number), "eventName": .string(event), "dynamodb": .object(change),
  ])
}
