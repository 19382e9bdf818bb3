import Toolkit

/// A condition on items, as it is typed: `pk begins_with MSG# and sk >= 2023`.
///
/// Comparisons are joined by `and` and `or`; `and` has the higher precedence, and parentheses group. A
/// comparison is an attribute's name, then `= VALUE`, `!=`, `<`, `<=`, `>`, `>=`, `begins_with VALUE`,
/// `contains VALUE`, `between VALUE and VALUE`, `exists` or `missing`. A value is a text, a number, `true`,
/// `false` or `null`; in quotes it is a text in any case. Blanks separate words. A name may be a path:
/// `address.city`.
///
/// It becomes a FilterExpression with placeholders for all names and values, so that any attribute may have
/// any name.
package struct Condition: Sendable, Equatable {
  /// What is wrong with a condition.
  package struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
    package let description: String
  }

  package let expression: String
  /// The attributes by their placeholders, as ExpressionAttributeNames has them.
  package let names: JSONObject
  /// The values by theirs, as ExpressionAttributeValues has them.
  package let values: JSONObject

  package init(parsing text: String) throws(Fault) {
    var parser = ConditionParser(try ConditionWords.words(of: text)[...])
    expression = try parser.condition()
    (names, values) = (parser.names.names, parser.values)
  }
}

/// Placeholders for the names of attributes.
struct AttributeNames {
  let prefix: String
  /// The names by their placeholders.
  private(set) var names: JSONObject = [:]

  init(prefix: String) {
    self.prefix = prefix
  }

  /// The placeholders of a path: `#f0.#f1`.
  mutating func placeholder(for path: String) -> String {
    path.split(separator: ".", omittingEmptySubsequences: false).map { part in
      if let known = names.members.first(where: { $0.value == .string(String(part)) }) { return known.name }
      let placeholder = "\(prefix)\(names.count)"
      names[placeholder] = .string(String(part))
      return placeholder
    }.joined(separator: ".")
  }
}

// MARK: - Words

private enum ConditionWords {
  struct Word {
    let text: String
    let isQuoted: Bool

    func isSign(_ sign: String) -> Bool { !isQuoted && text == sign }
    var isParenthesis: Bool { isSign("(") || isSign(")") }
  }

  static func words(of text: String) throws(Condition.Fault) -> [Word] {
    var words: [Word] = []
    var rest = text.unicodeScalars[...]
    while let first = rest.first {
      if first.properties.isWhitespace {
        rest.removeFirst()
      } else if first == "'" || first == "\"" {
        let content = rest.dropFirst().prefix { $0 != first }
        guard content.endIndex < rest.endIndex else { throw .init(description: "a quote is not closed") }
        words.append(Word(text: String(content), isQuoted: true))
        rest = rest[rest.index(after: content.endIndex)...]
      } else if first == "(" || first == ")" {
        words.append(Word(text: String(first), isQuoted: false))
        rest.removeFirst()
      } else {
        let content = rest.prefix { !$0.properties.isWhitespace && $0 != "(" && $0 != ")" }
        words.append(Word(text: String(content), isQuoted: false))
        rest = rest[content.endIndex...]
      }
    }
    return words
  }
}

// MARK: - Grammar

private struct ConditionParser {
  private var rest: ArraySlice<ConditionWords.Word>
  var names = AttributeNames(prefix: "#f")
  var values: JSONObject = [:]

  init(_ words: ArraySlice<ConditionWords.Word>) {
    rest = words
  }

  /// Reads to the end of the text.
  mutating func condition() throws(Condition.Fault) -> String {
    let expression = try alternatives(depth: 0)
    guard rest.isEmpty else { throw .init(description: "')' closes no parenthesis") }
    return expression
  }

  /// How many parentheses may be open at a time: each takes a part of the stack.
  private static let deepest = 50

  /// Reads to the end of the text, or to a closing parenthesis. In DynamoDB's expressions too, `AND` has the
  /// higher precedence.
  private mutating func alternatives(depth: Int) throws(Condition.Fault) -> String {
    var expression = try operand(depth: depth)
    while let word = rest.first, !word.isSign(")") {
      rest.removeFirst()
      let joint = word.text.lowercased()
      guard !word.isQuoted, joint == "and" || joint == "or" else {
        throw .init(description: "'\(word.text)' stands where 'and' or 'or' should")
      }
      expression += " \(joint.uppercased()) \(try operand(depth: depth))"
    }
    return expression
  }

  private mutating func operand(depth: Int) throws(Condition.Fault) -> String {
    guard let word = rest.first, word.isSign("(") else { return try comparison() }
    guard depth < Self.deepest else {
      throw .init(description: "more than \(Self.deepest) parentheses are open at a time")
    }
    rest.removeFirst()
    let group = try alternatives(depth: depth + 1)
    guard rest.popFirst() != nil else { throw .init(description: "a parenthesis is not closed") }
    return "(\(group))"
  }

  private mutating func comparison() throws(Condition.Fault) -> String {
    let attribute = try next("an attribute's name").text
    guard !attribute.split(separator: ".", omittingEmptySubsequences: false).contains("") else {
      throw .init(description: "'\(attribute)' is not an attribute's name")
    }
    let name = names.placeholder(for: attribute)
    let word = try next("an operator, such as = or begins_with, after '\(attribute)'")
    switch word.text.lowercased() {
    case "=", "<", "<=", ">", ">=": return "\(name) \(word.text) \(try value())"
    case "!=", "<>": return "\(name) <> \(try value())"
    case "begins_with": return "begins_with(\(name), \(try value(isText: true)))"
    case "contains": return "contains(\(name), \(try value()))"
    case "exists": return "attribute_exists(\(name))"
    case "missing": return "attribute_not_exists(\(name))"
    case "between":
      let low = try value()
      guard try next("'and' after between").text.lowercased() == "and" else {
        throw .init(description: "between needs two values: between 1 and 2")
      }
      return "\(name) BETWEEN \(low) AND \(try value())"
    default:
      throw .init(description: "'\(word.text)' is not an operator: \(Self.meant(by: word.text))")
    }
  }

  private static let operators = [
    "=", "!=", "<", "<=", ">", ">=", "begins_with", "contains", "between", "exists", "missing",
  ]

  private static func meant(by word: String) -> String {
    let near = NearName.nearest(to: word, among: operators.filter { $0.count > 2 })
    return near.map { "did you mean \($0)?" } ?? operators.joined(separator: " ")
  }

  private mutating func next(_ expected: String) throws(Condition.Fault) -> ConditionWords.Word {
    guard let word = rest.popFirst() else { throw .init(description: "it lacks \(expected)") }
    guard !word.isParenthesis else {
      throw .init(
        description: "'\(word.text)' stands where \(expected) should; put a text with it into quotes"
      )
    }
    return word
  }

  /// The placeholder of the value that comes next.
  private mutating func value(isText: Bool = false) throws(Condition.Fault) -> String {
    let word = try next("a value at its end")
    let placeholder = ":f\(values.count)"
    let value = word.isQuoted || isText ? ["S": .string(word.text)] : Self.value(word.text)
    values[placeholder] = value
    return placeholder
  }

  private static func value(_ text: String) -> JSONValue {
    switch text {
    case "true", "false": ["BOOL": .bool(text == "true")]
    case "null": ["NULL": true]
    default:
      DecimalText(0..<text.utf8.count, in: Array(text.utf8).span) == nil
        ? ["S": .string(text)] : ["N": .string(text)]
    }
  }
}
