import Foundation
import Testing

extension World {
  /// Loads the messages table under this name, with a stream of new images.
  func loadTableWithStream(_ table: String) async throws {
    try await output(of: "ddb-schema-load", ["--stream", "--table", table])
  }

  /// A message of group `group`, as an item in DynamoDB's JSON.
  static func message(_ text: String, in group: String, at second: Int, by user: String) -> String {
    """
    {"pk":{"S":"MSG#\(group)"},"sk":{"S":"\(moment(second))"},"message":{"S":"\(text)"},
     "message_uuid":{"S":"\(group)-\(second)"},"user_uuid":{"S":"\(user)"},"user_handle":{"S":"\(user)"},
     "user_display_name":{"S":"\(user)"}}
    """
  }

  /// The rows of a group of two users.
  func putGroup(_ group: String, _ users: (String, String), into table: String) async throws {
    for (owner, partner) in [users, (users.1, users.0)] {
      try await put(
        """
        {"pk":{"S":"GRP#\(owner)"},"sk":{"S":"\(Self.moment(0))"},"message_group_uuid":{"S":"\(group)"},
         "message":{"S":"first"},"user_uuid":{"S":"\(partner)"},"user_handle":{"S":"\(partner)"},
         "user_display_name":{"S":"\(partner)"}}
        """,
        into: table
      )
    }
  }

  /// All users' rows of groups, as `owner group message`, sorted.
  func groupRows(of table: String) async throws -> [String] {
    let answer = try await dynamoDB.call("DynamoDB_20120810.Scan", #"{"TableName": "\#(table)"}"#)
    let items = try #require(answer["Items"] as? [[String: [String: String]]])
    return items.compactMap { item in
      guard let key = item["pk"]?["S"], key.hasPrefix("GRP#") else { return nil }
      let words = [String(key.dropFirst(4)), item["message_group_uuid"]?["S"], item["message"]?["S"]]
      return words.map { $0 ?? "?" }.joined(separator: " ")
    }.sorted()
  }

  private static func moment(_ second: Int) -> String {
    let minutes = second / 60
    return "2023-03-26T12:\(minutes < 10 ? "0" : "")\(minutes):"
      + "\(second % 60 < 10 ? "0" : "")\(second % 60).000000+00:00"
  }

  /// An event with an INSERT of each of these items.
  static func event(_ items: [String]) -> String {
    let records = items.enumerated().map { number, item in
      #"{"eventID":"e\#(number)","eventName":"INSERT","dynamodb":{"SequenceNumber":"\#(number + 1)","#
        + #""Keys":\#(item),"NewImage":\#(item)}}"#
    }
    return #"{"Records":[\#(records.joined(separator: ","))]}"#
  }
}
