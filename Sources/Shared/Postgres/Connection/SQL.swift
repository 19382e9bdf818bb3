import Toolkit

/// One SQL statement and the values bound to its placeholders.
///
/// Interpolating a value writes `$1`, `$2`, … and binds the value: it never becomes part of the statement's
/// text.
///
///     try connection.query("SELECT uuid FROM public.users WHERE handle = \(handle)", to: "look up a user")
package struct SQL: Sendable, ExpressibleByStringInterpolation {
  /// The statement as it is sent.
  package let text: String
  /// The values of `$1`, `$2`, …; nil is NULL.
  let binds: [String?]

  package init(stringLiteral value: String) {
    text = value
    binds = []
  }

  /// A statement of a file, without values.
  init(verbatim text: String) {
    self.init(stringLiteral: text)
  }

  package init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
    binds = stringInterpolation.binds
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var binds: [String?] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 3 * interpolationCount)
    }

    package mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    /// Binds a text value; nil is NULL.
    package mutating func appendInterpolation(_ value: String?) {
      binds.append(value)
      text += "$\(binds.count)"
    }

    /// Binds a list as one `text[]` value. Write the cast where PostgreSQL cannot infer it:
    /// `\(list)::text[]`.
    package mutating func appendInterpolation(_ values: [String]) {
      appendInterpolation(arrayLiteral(values))
    }

    /// Writes a name that a connection has quoted.
    package mutating func appendInterpolation(_ name: QuotedIdentifier) {
      text += name.text
    }
  }
}

/// A name of a database or a table, quoted for use in SQL; see `PostgresConnection.quoted(_:)`.
package struct QuotedIdentifier: Sendable, Equatable {
  package let text: String
}

extension SQL: CustomStringConvertible {
  /// The statement on one line, its values hidden.
  package var description: String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard !binds.isEmpty else { return line }
    let values = binds.indices.map { "$\($0 + 1) = ****" }
    return "\(line) [\(values.joined(separator: ", "))]"
  }
}

/// PostgreSQL's text form of a one-dimensional array. Every element is quoted, so that a comma, a brace, an
/// empty text or the word NULL is taken literally.
func arrayLiteral(_ values: [String]) -> String {
  var literal = "{"
  for (index, value) in values.enumerated() {
    literal += index == 0 ? "\"" : ",\""
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { literal.unicodeScalars.append("\\") }
      literal.unicodeScalars.append(scalar)
    }
    literal += "\""
  }
  return literal + "}"
}
