import Toolkit

extension JSONValue {
  /// The key attributes to look for where the table's key is not known.
  package static let usualKey = ["pk", "sk"]

  /// The key of an item in DynamoDB's JSON, as a message names it: `pk "MSG#…", sk "2023-03-26"`. Nil when
  /// it has none of the attributes.
  ///
  /// - Parameter names: The table's key attributes.
  package func keyText(_ names: [String] = usualKey) -> String? {
    let attributes = (members ?? []).filter { names.contains($0.name) }.map { member in
      let text = member.value.members?.first?.value.string.map { "\"\($0.excerpt)\"" }
      return "\(member.name.excerpt) \(text ?? member.value.text(.compact).excerpt)"
    }
    return attributes.isEmpty ? nil : attributes.joined(separator: ", ")
  }
}

extension String {
  /// Its beginning, for messages: at most 60 characters, and no control characters.
  package var excerpt: String {
    let line = onOneLine.unicodeScalars
    return line.count > 60 ? "\(String(line.prefix(60)))…" : String(line)
  }
}
