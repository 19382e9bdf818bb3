import Toolkit

/// A change of a table, as DynamoDB Streams and Lambda's events describe it.
package struct StreamRecord: Sendable {
  package enum Event: String, Sendable {
    case insert = "INSERT"
    case modify = "MODIFY"
    case remove = "REMOVE"
  }

  /// Identifies the change in the stream.
  package let id: String
  /// Nil for a kind of change that is not known here.
  package let event: Event?
  /// The record's position in the shard, in decimal digits. Empty where the record has none: reported to
  /// Lambda, that stands for the whole batch.
  package let sequenceNumber: String
  /// When the change was made, rounded down to the second.
  package let creation: Timestamp?
  /// The item's key, in DynamoDB's JSON.
  package let keys: JSONValue
  /// The item after the change, in DynamoDB's JSON; nil where the stream does not have it.
  package let newImage: JSONValue?

  package init(_ value: JSONValue) {
    let change = value["dynamodb"]
    sequenceNumber = change?["SequenceNumber"]?.string ?? ""
    id = value["eventID"]?.string ?? sequenceNumber
    event = value["eventName"]?.string.flatMap(Event.init(rawValue:))
    creation = change?["ApproximateCreationDateTime"].flatMap { Timestamp(epochSeconds: $0) }
    keys = change?["Keys"] ?? .null
    newImage = change?["NewImage"]
  }
}
