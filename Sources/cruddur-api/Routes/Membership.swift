import Cruddur
import HTTPServer

/// Only a group's two users read it and write into it.
enum Membership {
  /// It does not say whether there is such a group.
  static var refusal: Refusal { Refusal(403, error: "you are not a member of this conversation") }

  static func checkForm(of group: String) throws(Refusal) {
    guard group.utf8.count <= MessagesTable.longestGroup else { throw refusal }
  }
}
