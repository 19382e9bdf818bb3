import Toolkit

/// One of the AWS CLI's two configuration files, as read from the disk: sections with their settings.
///
/// The grammar is that of the AWS SDKs (aws-sdk "shared config files" specification): blank lines and lines that begin
/// with `#` or `;` are comments, a value ends at ` #` or ` ;`, an indented line continues the setting above it or, when
/// that has no value, is a setting of its own below it. Of two settings of one name the last one wins; a file may begin
/// with a byte order mark; `key : value` is read as botocore reads it.
struct ConfigFile: Sendable {
  struct Setting: Sendable, Equatable {
    var value: String
    /// The indented settings below one without a value (`[services]` and `s3 =`).
    var nested: [String: String] = [:]
  }

  typealias Section = [String: Setting]

  /// By the whole text between the brackets, quotes resolved: `default`, `profile dev`, `services local`.
  private(set) var sections: [String: Section] = [:]

  /// A file that is not there holds nothing.
  static let empty = ConfigFile()

  private static let lineEnds: Set<Character> = ["\n", "\r\n", "\r"]

  private init() {}

  /// - Parameter path: For messages.
  /// - Throws: `ToolError` with the code `.configuration`, naming file and line.
  init(_ text: String, path: String) throws(ToolError) {
    var parser = ConfigFileParser(path: path)
    // Other line ends of Unicode's are part of a value.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: Self.lineEnds.contains) {
      try parser.read(line)
    }
    sections = parser.sections
  }
}

private struct ConfigFileParser {
  let path: String
  var sections: [String: ConfigFile.Section] = [:]
  private var line = 0
  private var section: String?
  /// Whether the section's name is none: what is in it is passed over.
  private var isIgnored = false
  private var key: String?

  init(path: String) { self.path = path }

  mutating func read(_ raw: Substring) throws(ToolError) {
    line += 1
    let text = line == 1 && raw.first == "\u{FEFF}" ? raw.dropFirst() : raw
    let content = text.trimmed
    if content.isEmpty || text.isComment { return }
    if content.unicodeScalars.first == "[", !text.isIndented {
      try readSection(content)
    } else if isIgnored {
      return
    } else if section == nil {
      throw error("a setting before the first [section]")
    } else if text.isIndented {
      try readContinuation(content)
    } else {
      try readSetting(content.withoutComment)
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

  private mutating func readSetting(_ content: Substring) throws(ToolError) {
    guard let separator = content.unicodeScalars.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
      throw error("a setting without =")
    }
    let name = content[..<separator].trimmed.lowercased()
    guard !name.isEmpty else { throw error("a setting without a name") }
    let value = content.after(separator).trimmed
    key = name
    sections[section ?? "", default: [:]][name] = ConfigFile.Setting(value: String(value))
  }

  private mutating func readContinuation(_ content: Substring) throws(ToolError) {
    // A copy of the value would be made anew with each line.
    guard let section, let key, let isEmpty = sections[section]?[key]?.value.isEmpty else {
      throw error("an indented line with nothing above it")
    }
    if isEmpty {
      try readNested(content)
    } else {
      sections[section]?[key]?.value += "\n\(content)"
    }
  }

  private mutating func readNested(_ content: Substring) throws(ToolError) {
    guard let section, let key, !content.isComment else { return }
    let content = content.withoutComment
    guard let separator = content.unicodeScalars.firstIndex(of: "=") else {
      throw error("an indented setting without =")
    }
    let name = content[..<separator].trimmed.lowercased()
    guard !name.isEmpty else { throw error("an indented setting without a name") }
    sections[section]?[key]?.nested[name] = String(content.after(separator).trimmed)
  }

  private func error(_ what: String) -> ToolError {
    ToolError(.configuration, "\(path):\(line): \(what)")
  }
}

/// By scalars, not by characters: a combining accent after a `=` would hide it.
extension Substring {
  fileprivate var trimmed: Substring {
    let isBlank: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
      let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return Substring(scalars[start...end])
  }

  fileprivate func after(_ separator: Index) -> Substring {
    Substring(unicodeScalars[separator...].dropFirst())
  }

  fileprivate var isIndented: Bool { unicodeScalars.first == " " || unicodeScalars.first == "\t" }

  fileprivate var isComment: Bool { unicodeScalars.first == "#" || unicodeScalars.first == ";" }

  /// Without what follows a `#` or `;` that has a blank before it.
  fileprivate var withoutComment: Substring {
    var previous: Unicode.Scalar = "x"
    for index in unicodeScalars.indices {
      let scalar = unicodeScalars[index]
      if scalar == "#" || scalar == ";", previous == " " || previous == "\t" { return self[..<index].trimmed }
      previous = scalar
    }
    return self
  }

  /// Whether it is quoted, or made of what the SDKs allow in a name.
  fileprivate var isName: Bool {
    unquoted != self || utf8.allSatisfy { $0.isLetterOrDigit(or: "_.-/%@:+") }
  }

  /// botocore reads section names as a shell would: `[profile "my name"]`.
  fileprivate var unquoted: String {
    let scalars = unicodeScalars
    guard scalars.count >= 2, let quote = scalars.first, quote == "\"" || quote == "'", scalars.last == quote
    else {
      return String(self)
    }
    return String(scalars.dropFirst().dropLast())
  }
}
