import AWS
import Cruddur
import CruddurAWS
import Toolkit

/// A line of JSON on stderr for each record: what became of it, without the message's text.
struct RecordLog: Sendable {
  private let console: Console

  init(_ console: Console) {
    self.console = console
  }

  func write(_ record: StreamRecord, _ outcome: GroupUpdater.Outcome, reason: String?) {
    let isRoutine = [.ignored, .current, .superseded].contains(outcome)
    guard !isRoutine || !console.isQuiet else { return }
    var members: [JSONValue.Member] = [
      .init(name: "eventID", value: .string(record.id.onOneLine)),
      .init(name: "sequenceNumber", value: .string(record.sequenceNumber.onOneLine)),
      .init(name: "eventName", value: record.event.map { .string($0.rawValue) } ?? .null),
      .init(
        name: "pk",
        value: record.keys.text(MessagesTable.Attribute.partitionKey).map { .string($0.onOneLine) } ?? .null
      ),
      .init(name: "outcome", value: .string(outcome.rawValue)),
    ]
    if let reason { members.append(.init(name: "reason", value: .string(reason))) }
    console.say(JSONValue.object(members).text(.compact))
  }
}
