import Toolkit

/// A change of a table, as DynamoDB Streams and Lambda's events describe it.
package struct StreamRecord: Sendable {
  package enum Event: String, Sendable {
    case insert = "INSERT"
    case modify = "MODIFY"
    case remove = "REMOVE"
  }

  /// Names the change in the whole stream.
  package let id: String
  /// Nil for a kind of change that is not known here.
  package let event: Event?
  /// The shard's order; decimal digits.
  package let sequenceNumber: String
  /// The item's key, in DynamoDB's JSON.
  package let keys: JSONValue
  /// The item after the change, in DynamoDB's JSON; nil where the stream does not hold it.
  package let newImage: JSONValue?

  /// Reads a record; nil without a sequence number, by which alone it could be reported.
  package init?(_ value: JSONValue) {
    guard let change = value["dynamodb"], let number = change["SequenceNumber"]?.string, !number.isEmpty
    else {
      return nil
    }
    id = value["eventID"]?.string ?? number
    event = value["eventName"]?.string.flatMap(Event.init(rawValue:))
    sequenceNumber = number
    keys = change["Keys"] ?? .null
    newImage = change["NewImage"]
  }
}
