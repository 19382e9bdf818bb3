import Toolkit

/// Reads a configuration file line by line.
struct ConfigFileParser {
  let path: String
  private(set) var sections: [String: ConfigFile.Section] = [:]
  private var line = 0
  private var section: String?
  /// Whether the section's name is invalid: its settings are ignored.
  private var isIgnored = false
  /// The setting that more indented lines belong to.
  private var key: String?
  /// The indentation of the last section or setting.
  private var indentation = 0

  init(path: String) { self.path = path }

  mutating func read(_ raw: Substring) throws(ToolError) {
    line += 1
    let text = line == 1 && raw.first == "\u{FEFF}" ? raw.dropFirst() : raw
    let content = text.trimmed
    if content.isEmpty || content.isComment { return }
    if let key, text.indentation > indentation { return try readContinuation(content, of: key) }
    indentation = text.indentation
    if content.unicodeScalars.first == "[" {
      try readSection(content)
    } else if isIgnored {
      key = ""
    } else if let section {
      try readSetting(content, in: section)
    } else {
      throw error("a setting before the first [section]")
    }
  }

  private mutating func readSection(_ content: Substring) throws(ToolError) {
    guard let end = content.unicodeScalars.firstIndex(of: "]") else {
      throw error("a [section] without its ]")
    }
    let header = content[..<end].after(content.startIndex).trimmed
    let words = header.unicodeScalars.split(maxSplits: 1) { $0 == " " || $0 == "\t" }.map {
      Substring($0).trimmed
    }
    key = nil
    isIgnored =
      words.count == 2 && ["profile", "sso-session", "services"].contains(words[0]) && !words[1].isName
    guard !isIgnored else { return }
    let name = words.map(\.unquoted).joined(separator: " ")
    section = name
    sections[name, default: [:]].merge([:]) { $1 }
  }

  private mutating func readSetting(_ content: Substring, in section: String) throws(ToolError) {
    let bare = content.withoutComment()
    guard let separator = bare.unicodeScalars.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
      throw error("a setting without =")
    }
    let name = bare[..<separator].trimmed.lowercased()
    guard !name.isEmpty else { throw error("a setting without a name") }
    // The arguments of a program may contain ` #` or ` ;` in quotes, which is not a comment then.
    let value =
      name == "credential_process"
      ? content.after(separator).withoutComment(keepingQuoted: true) : bare.after(separator)
    key = name
    sections[section, default: [:]][name] = ConfigFile.Setting(value: String(value.trimmed))
  }

  private mutating func readContinuation(_ content: Substring, of key: String) throws(ToolError) {
    // Nil in a section that is ignored. It is taken out, so that appending does not copy the value for each
    // line.
    guard !isIgnored, let section, let isEmpty = sections[section]?[key]?.value.isEmpty else { return }
    if isEmpty {
      try readNested(content, of: key, in: section)
    } else {
      sections[section]?[key]?.value += "\n\(content)"
    }
  }

  private mutating func readNested(
    _ content: Substring,
    of key: String,
    in section: String
  ) throws(ToolError) {
    let content = content.withoutComment()
    guard let separator = content.unicodeScalars.firstIndex(of: "=") else {
      throw error("an indented setting without =")
    }
    let name = content[..<separator].trimmed.lowercased()
    guard !name.isEmpty else { throw error("an indented setting without a name") }
    sections[section]?[key]?.nested[name] = String(content.after(separator).trimmed)
  }

  private func error(_ what: String) -> ToolError {
    ToolError(.configuration, message: "\(path):\(line): \(what)")
  }
}

/// By code points, not characters: `=` with a combining accent is one character.
extension Substring {
  fileprivate var trimmed: Substring {
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.isBlank }),
      let end = scalars.lastIndex(where: { !$0.isBlank })
    else { return "" }
    return Substring(scalars[start...end])
  }

  fileprivate func after(_ separator: Index) -> Substring {
    Substring(unicodeScalars[separator...].dropFirst())
  }

  /// How many blanks it begins with; a tab counts as one, as in botocore.
  fileprivate var indentation: Int { unicodeScalars.prefix { $0.isBlank }.count }

  fileprivate var isComment: Bool { unicodeScalars.first == "#" || unicodeScalars.first == ";" }

  /// Without a comment: what follows a `#` or `;` that has a blank before it.
  ///
  /// - Parameter keepingQuoted: Whether `#` and `;` within quotes do not begin a comment.
  fileprivate func withoutComment(keepingQuoted: Bool = false) -> Substring {
    var previous: Unicode.Scalar = "x"
    var quote: Unicode.Scalar?
    for index in unicodeScalars.indices {
      let scalar = unicodeScalars[index]
      let isQuote = scalar == "\"" || scalar == "'"
      let isProtected = previous == "\\" && quote != "'"
      if keepingQuoted, isQuote, !isProtected, quote == nil || quote == scalar {
        quote = quote == nil ? scalar : nil
      } else if quote == nil, scalar == "#" || scalar == ";", previous == " " || previous == "\t" {
        return self[..<index].trimmed
      }
      // An escaped backslash does not escape the next character.
      previous = previous == "\\" && scalar == "\\" ? "x" : scalar
    }
    return self
  }

  /// Whether it is quoted, or one word: the SDKs allow fewer characters in a name, the AWS CLI any.
  fileprivate var isName: Bool {
    unquoted != self || !unicodeScalars.contains(where: \.isBlank)
  }

  /// botocore splits section names as a shell does: `[profile "my name"]`.
  fileprivate var unquoted: String {
    let scalars = unicodeScalars
    guard scalars.count >= 2, let quote = scalars.first, quote == "\"" || quote == "'", scalars.last == quote
    else {
      return String(self)
    }
    return String(scalars.dropFirst().dropLast())
  }
}

extension Unicode.Scalar {
  fileprivate var isBlank: Bool { self == " " || self == "\t" || self == "\r" }
}
