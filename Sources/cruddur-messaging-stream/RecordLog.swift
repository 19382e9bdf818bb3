import AWS
import Cruddur
import CruddurAWS
import Toolkit

/// Prints a line of JSON on stderr for each record, with its outcome and without the message's text.
struct RecordLog: Sendable {
  private let console: Console

  init(_ console: Console) {
    self.console = console
  }

  func write(_ record: StreamRecord, outcome: GroupUpdater.Outcome, reason: String?) {
    let isRoutine = [.ignored, .current, .superseded].contains(outcome)
    guard !isRoutine || !console.isQuiet else { return }
    // A dry run moves nothing; what it would write is printed by the client.
    if console.isDryRun, outcome == .moved { return }
    let partition = record.keys.text(MessagesTable.Attribute.partitionKey)
    let line: JSONObject = [
      "eventID": .string(record.id.onOneLine),
      "sequenceNumber": .string(record.sequenceNumber.onOneLine),
      "eventName": record.event.map { .string($0.rawValue) } ?? .null,
      "pk": partition.map { .string($0.onOneLine) } ?? .null,
      "outcome": .string(outcome.rawValue),
      "reason": reason.map { .string($0) },
    ]
    console.say(JSONValue.object(line).text(.compact))
  }
}
