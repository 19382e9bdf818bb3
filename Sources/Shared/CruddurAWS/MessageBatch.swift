import AWS
import Cruddur

/// The new messages of a batch of records, by group: only the newest one of each group is applied.
struct MessageBatch {
  struct Group {
    /// The record that is reported when the work fails: all records from it on are delivered again.
    let first: StreamRecord
    private(set) var newest: NewMessage
    /// The newest message's.
    private(set) var record: StreamRecord
    /// Those of the older messages.
    private(set) var others: [StreamRecord] = []

    fileprivate init(_ message: NewMessage, record: StreamRecord) {
      first = record
      newest = message
      self.record = record
    }

    fileprivate mutating func add(_ message: NewMessage, record: StreamRecord) {
      if GroupMove.isEarlier(newest.sentAt, than: message.sentAt) {
        others.append(self.record)
        (newest, self.record) = (message, record)
      } else {
        others.append(record)
      }
    }
  }

  /// In the order of their first records: when one fails, all records before its first one are processed.
  private(set) var groups: [Group] = []
  private var places: [String: Int] = [:]

  mutating func add(_ message: NewMessage, record: StreamRecord) {
    if let place = places[message.group] {
      groups[place].add(message, record: record)
    } else {
      places[message.group] = groups.count
      groups.append(Group(message, record: record))
    }
  }
}
