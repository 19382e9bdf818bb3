/// A JSON object to build, such as the input of an operation. Its members are in the order written; members
/// whose value is nil are left out.
package struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  package private(set) var members: [JSONValue.Member]

  package init(_ members: [JSONValue.Member]) {
    self.members = members
  }

  /// The members of an object; none where the value is not an object.
  package init(_ value: JSONValue) {
    members = value.members ?? []
  }

  /// `["TableName": "messages", "Limit": limit.map { .integer($0) }]`
  package init(dictionaryLiteral elements: (String, JSONValue?)...) {
    members = elements.compactMap { name, value in value.map { .init(name: name, value: $0) } }
  }

  package var count: Int { members.count }

  package var isEmpty: Bool { members.isEmpty }

  /// The value of a member. A value that is set takes the place of the old one; nil removes the member.
  package subscript(name: String) -> JSONValue? {
    get { members.last { $0.name == name }?.value }
    set {
      let place = members.firstIndex { $0.name == name } ?? members.endIndex
      members.removeAll { $0.name == name }
      if let newValue { members.insert(.init(name: name, value: newValue), at: place) }
    }
  }

  /// The members of both, those of the left one first. Their names must differ.
  package static func + (left: JSONObject, right: JSONObject) -> JSONObject {
    JSONObject(left.members + right.members)
  }

  package static func += (left: inout JSONObject, right: JSONObject) { left = left + right }

  package func encoded(_ style: JSONStyle = .compact) -> [UInt8] { JSONValue.object(self).encoded(style) }
}

extension JSONValue {
  package static func object(_ object: JSONObject) -> JSONValue { .object(object.members) }

  package static func integer(_ value: Int) -> JSONValue { .number(String(value)) }
}
