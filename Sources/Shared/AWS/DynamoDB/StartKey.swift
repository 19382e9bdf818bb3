import ArgumentParser
import Toolkit

/// The key after which a scan goes on, as `LastEvaluatedKey` and `aws dynamodb --key` have it:
/// `{"pk": {"S": "a"}, "sk": {"S": "b"}}`.
package struct StartKey: Sendable, ExpressibleByArgument {
  package let document: JSONValue

  package init?(argument: String) {
    guard let document = try? JSONValue(parsing: Array(argument.utf8)), let members = document.members,
      (1...4).contains(members.count),
      members.allSatisfy({ member in
        guard let value = member.value.members, value.count == 1 else { return false }
        return ["S", "N", "B"].contains(value[0].name) && value[0].value.string != nil
      })
    else { return nil }
    self.document = document
  }
}
