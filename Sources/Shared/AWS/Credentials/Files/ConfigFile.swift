import Toolkit

/// One of the AWS CLI's two configuration files, as read from the disk: sections with their settings.
///
/// The grammar is that of the AWS SDKs (aws-sdk "shared config files" specification): blank lines and lines
/// that begin with `#` or `;` are comments, a value ends at ` #` or ` ;`, a line that is indented more than
/// the setting above it continues that or, when it has no value, is a setting of its own below it. Of two
/// settings of one name the last one wins; a file may begin with a byte order mark.
///
/// Where botocore, and so the AWS CLI, reads more than that, so do we: `key : value`; settings indented under
/// their section, or a file indented as a whole; comments at any indentation; ` #` and ` ;` within the quotes
/// of a `credential_process`.
struct ConfigFile: Sendable {
  struct Setting: Sendable, Equatable {
    var value: String
    /// The indented settings below one without a value (`[services]` and `s3 =`).
    var nested: [String: String] = [:]
  }

  typealias Section = [String: Setting]

  /// The sections by the text between their brackets, without quotes: `default`, `profile dev`, `services
  /// local`.
  private(set) var sections: [String: Section] = [:]

  /// A file that does not exist.
  static let empty = ConfigFile()

  private static let lineEnds: Set<Character> = ["\n", "\r\n", "\r"]

  private init() {}

  /// - Parameter path: For messages.
  /// - Throws: `ToolError` with the code `.configuration`, naming file and line.
  init(_ text: String, path: String) throws(ToolError) {
    var parser = ConfigFileParser(path: path)
    // Unicode's other line separators are part of a value.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: Self.lineEnds.contains) {
      try parser.read(line)
    }
    sections = parser.sections
  }
}
