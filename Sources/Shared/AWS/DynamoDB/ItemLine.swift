import Toolkit

/// Reads items from lines of JSON, as `ddb-scan` prints them and S3 exports hold them.
///
/// A line is plain (`{"pk":"a","n":1}`), typed (`{"pk":{"S":"a"},"n":{"N":"1"}}`), or a typed one in
/// `{"Item":…}`. The table's key decides which: the value of a key attribute is never a map.
package struct ItemLine: Sendable {
  /// Why a line is not an item of the table.
  package struct Fault: Error, Sendable, Equatable {
    package let reason: String
  }

  let key: TableKey

  package init(of key: TableKey) {
    self.key = key
  }

  /// - Throws: `Fault` for a line that is not JSON, lacks a part of the key, or holds what is not a value of
  ///   DynamoDB's.
  package func item(_ line: ArraySlice<UInt8>) throws(Fault) -> Item {
    let document: JSONValue
    do {
      document = try JSONValue(parsing: Array(line))
    } catch {
      throw Fault(reason: error.description)
    }
    let content = exported(document) ?? document
    guard let members = content.members else { throw Fault(reason: "it is not a JSON object") }
    let isTyped = try isTyped(content)
    let item: JSONValue = isTyped ? content : .object(members.map(typed))
    if isTyped {
      for member in members {
        guard Self.isTypedValue(member.value) else {
          throw Fault(reason: "its attribute \"\(member.name.excerpt)\" is not a value in DynamoDB's JSON")
        }
      }
    }
    for (name, type) in key.attributes where item[name]?[type]?.string == nil {
      throw Fault(reason: "its key attribute \"\(name)\" is not of the type \(type), as the table has it")
    }
    guard let key = key.key(of: item) else { throw Fault(reason: "it has no key") }
    return Item(key: key, document: item.encoded())
  }

  /// The item of a line of an S3 export.
  private func exported(_ document: JSONValue) -> JSONValue? {
    guard let members = document.members, members.count == 1, members[0].name == "Item",
      members[0].value.members != nil, !key.attributes.contains(where: { $0.name == "Item" })
    else { return nil }
    return members[0].value
  }

  private func isTyped(_ item: JSONValue) throws(Fault) -> Bool {
    let parts = try key.attributes.map { attribute throws(Fault) in
      guard let value = item[attribute.name] else {
        throw Fault(reason: "it lacks the key attribute \"\(attribute.name)\"")
      }
      return value.members != nil
    }
    guard Set(parts).count == 1 else { throw Fault(reason: "its key is half plain and half typed") }
    return parts[0]
  }
}

// MARK: - Plain values

extension ItemLine {
  /// The typed form of a plain value. `ddb-scan` prints binary as base64 text; for key attributes the table's
  /// key tells text from binary.
  private func typed(_ member: JSONValue.Member) -> JSONValue.Member {
    let isBinaryKey = key.attributes.contains { $0.name == member.name && $0.type == "B" }
    let value = isBinaryKey ? ["B": member.value] : Self.typed(member.value)
    return .init(name: member.name, value: value)
  }

  private static func typed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: ["NULL": true]
    case .bool: ["BOOL": value]
    case .number(let digits): ["N": .string(digits)]
    case .string: ["S": value]
    case .array(let elements): ["L": .array(elements.map(typed))]
    case .object(let members):
      ["M": .object(members.map { .init(name: $0.name, value: typed($0.value)) })]
    }
  }
}

// MARK: - Typed values

extension ItemLine {
  private static func isTypedValue(_ value: JSONValue) -> Bool {
    guard let members = value.members, members.count == 1 else { return false }
    let content = members[0].value
    switch members[0].name {
    case "S", "N", "B": return content.string != nil
    case "BOOL": return content == true || content == false
    case "NULL": return content == true
    case "SS", "NS", "BS": return content.array?.allSatisfy { $0.string != nil } ?? false
    case "L": return content.array?.allSatisfy(isTypedValue) ?? false
    case "M": return content.members?.allSatisfy { isTypedValue($0.value) } ?? false
    default: return false
    }
  }
}
