import Toolkit

/// A table's description by DynamoDB.
package struct TableDescription: Sendable {
  /// `CREATING`, `UPDATING`, `DELETING`, `ACTIVE` and others.
  package let status: String
  let value: JSONValue

  /// The table's key, the partition key first.
  package var key: [KeyAttribute] { value.keyAttributes }

  /// The names of its indexes.
  package var indexes: [String] { value.indexKeys.map(\.name) }

  /// What its stream's records hold, such as `NEW_IMAGE`; nil where it has no stream.
  package var streamView: String? {
    guard let stream = value["StreamSpecification"], stream["StreamEnabled"] == .bool(true) else {
      return nil
    }
    return stream["StreamViewType"]?.string
  }

  /// When it was made.
  var creation: Timestamp? { value["CreationDateTime"].flatMap { Timestamp(epochSeconds: $0) } }

  /// Whether the table and each of its indexes can be used.
  package var isActive: Bool {
    let indexes = value["GlobalSecondaryIndexes"]?.array ?? []
    return status == "ACTIVE" && indexes.allSatisfy { ($0["IndexStatus"]?.string ?? "ACTIVE") == "ACTIVE" }
  }

  /// How many items it has; DynamoDB counts every six hours.
  var itemCount: Int? { value["ItemCount"]?.integer }

  /// As `aws dynamodb delete-table` prints it, dates as its version 2 does.
  package var json: String {
    JSONValue.object([.init(name: "TableDescription", value: Self.withDates(value))]).text(.awsCLI)
  }

  /// DynamoDB sends times as seconds since 1970, in members whose names end in `DateTime`.
  private static func withDates(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements):
      return .array(elements.map(withDates))
    case .object(let members):
      return .object(
        members.map { member in
          if member.name.hasSuffix("DateTime"), let moment = Timestamp(epochSeconds: member.value) {
            return .init(name: member.name, value: .string(moment.iso8601))
          }
          return .init(name: member.name, value: withDates(member.value))
        }
      )
    default:
      return value
    }
  }
}
