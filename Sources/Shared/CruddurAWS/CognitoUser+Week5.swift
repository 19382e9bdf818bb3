import AWS
import Toolkit

extension CognitoUser {
  /// As the week-5 script prints a user: the two attributes that it asks for, dates as Python writes them.
  package var week5Document: JSONValue {
    guard let members = document.members else { return document }
    return .object(members.map { JSONValue.Member(name: $0.name, value: Self.week5Value($0)) })
  }

  private static func week5Value(_ member: JSONValue.Member) -> JSONValue {
    switch member.name {
    case "Attributes":
      return .array(
        (member.value.array ?? []).filter { ["preferred_username", "sub"].contains($0["Name"]?.string) }
      )
    case "UserCreateDate", "UserLastModifiedDate":
      return Timestamp(epochSeconds: member.value).map { .string($0.pythonText) } ?? member.value
    default:
      return member.value
    }
  }
}
