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

  private init() {}

  /// - Parameter path: For messages.
  /// - Throws: `ToolError` with the code `.configuration`, naming file and line.
  init(_ text: String, path: String) throws(ToolError) {
    var parser = ConfigFileParser(path: path)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
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
  private var key: String?

  init(path: String) { self.path = path }

  mutating func read(_ raw: Substring) throws(ToolError) {
    line += 1
    let text = line == 1 && raw.first == "\u{FEFF}" ? raw.dropFirst() : raw
    let content = text.trimmed
    if content.isEmpty || text.isComment { return }
    if text.first == "[" {
      try readSection(content)
    } else if section == nil {
      throw error("a setting before the first [section]")
    } else if text.first == " " || text.first == "\t" {
      try readContinuation(content)
    } else {
      try readSetting(content.withoutComment)
    }
  }

  private mutating func readSection(_ content: Substring) throws(ToolError) {
    guard let end = content.firstIndex(of: "]") else { throw error("a [section] without its ]") }
    let words = content[content.index(after: content.startIndex)..<end]
      .split(separator: " ", maxSplits: 1)
      .flatMap { $0.split(separator: "\t", maxSplits: 1) }
      .map { $0.trimmed.unquoted }
    let name = words.joined(separator: " ")
    section = name
    key = nil
    sections[name, default: [:]].merge([:]) { $1 }
  }

  private mutating func readSetting(_ content: Substring) throws(ToolError) {
    guard let separator = content.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
      throw error("a setting without =")
    }
    let name = content[..<separator].trimmed.lowercased()
    guard !name.isEmpty else { throw error("a setting without a name") }
    let value = content[content.index(after: separator)...].trimmed
    key = name
    sections[section ?? "", default: [:]][name] = ConfigFile.Setting(value: String(value))
  }

  private mutating func readContinuation(_ content: Substring) throws(ToolError) {
    guard let section, let key, var setting = sections[section]?[key] else {
      throw error("an indented line with nothing above it")
    }
    if setting.value.isEmpty {
      if content.isComment { return }
      let content = content.withoutComment
      guard let separator = content.firstIndex(of: "=") else { throw error("an indented setting without =") }
      let value = content[content.index(after: separator)...].trimmed
      setting.nested[content[..<separator].trimmed.lowercased()] = String(value)
    } else {
      setting.value += "\n\(content)"
    }
    sections[section]?[key] = setting
  }

  private func error(_ what: String) -> ToolError {
    ToolError(.configuration, "\(path):\(line): \(what)")
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) }) else {
      return ""
    }
    return self[start...end]
  }

  fileprivate var isComment: Bool { first == "#" || first == ";" }

  /// Without what follows a `#` or `;` that has a blank before it.
  fileprivate var withoutComment: Substring {
    var previous: Character = "x"
    for index in indices {
      let character = self[index]
      if character == "#" || character == ";", previous == " " || previous == "\t" {
        return self[..<index].trimmed
      }
      previous = character
    }
    return self
  }

  /// botocore reads section names as a shell would: `[profile "my name"]`.
  fileprivate var unquoted: String {
    guard count >= 2, let quote = first, quote == "\"" || quote == "'", last == quote else {
      return String(self)
    }
    return String(dropFirst().dropLast())
  }
}
