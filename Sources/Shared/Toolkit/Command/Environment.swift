/// The process's environment as the tools read it: an empty variable counts as unset.
///
/// A `.env` file written on Windows leaves a carriage return at the end of each value. It is removed from
/// AWS's variables, none of which can end in one; other variables are left as they are.
package struct Environment: Sendable, Redacted {
  private let values: [String: String]
  private let homeFolder: @Sendable (_ user: String?) -> String?

  /// Does not show the variables: they may be keys and passwords.
  package var description: String { "Environment" }

  /// - Parameter homeFolder: Looks up the home folder of a user, or, for nil, of the process's user. It is
  ///   called where `HOME` is not set.
  package init(
    _ values: [String: String],
    homeFolder: @escaping @Sendable (_ user: String?) -> String? = { _ in nil }
  ) {
    var values = values
    let carriageReturn = UInt8(ascii: "\r")
    for (name, value) in values where name.hasPrefix("AWS_") && value.utf8.last == carriageReturn {
      values[name] = String(decoding: value.utf8.dropLast(), as: UTF8.self)
    }
    self.values = values
    self.homeFolder = homeFolder
  }

  package subscript(name: String) -> String? {
    guard let value = values[name], !value.isEmpty else { return nil }
    return value
  }

  /// The first of the names that is set, with its value.
  package func first(of names: [String]) -> (name: String, value: String)? {
    for name in names {
      if let value = self[name] { return (name, value) }
    }
    return nil
  }

  /// All variables as `NAME=value`, for a child process.
  package var assignments: [String] { values.map { "\($0.key)=\($0.value)" } }

  /// Whether a variable is `true`, in upper or lower case, as AWS's settings are written.
  package func isTrue(_ name: String) -> Bool {
    self[name]?.lowercased() == "true"
  }
}

// MARK: - Paths

extension Environment {
  /// A path with the `~` or `~user` that it begins with resolved; nil where that user's home folder is not
  /// known.
  ///
  /// As Python's `os.path.expanduser`, by which the AWS CLI does it; an empty `HOME` counts as unset here
  /// too.
  package func expandingHome(in path: String) -> String? {
    guard path.hasPrefix("~") else { return path }
    let user = path.dropFirst().prefix { $0 != "/" }
    let home = user.isEmpty ? self["HOME"] ?? homeFolder(nil) : homeFolder(String(user))
    let rest = path.dropFirst(1 + user.count)
    return home.map { "\($0.hasSuffix("/") ? $0.dropLast() : $0[...])\(rest)" }
  }

  /// A path as a variable names it: its `$VAR` and `${VAR}`, then its `~` resolved.
  package func expanding(_ path: String) -> String? { expandingHome(in: expandingVariables(in: path)) }

  /// As Python's `os.path.expandvars`: a variable that is not set stays as it is written, and values are not
  /// expanded again.
  private func expandingVariables(in path: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = path.unicodeScalars[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      let (name, end) = Self.variable(in: rest[dollar...].dropFirst())
      result += values[name].map { $0.unicodeScalars[...] } ?? rest[dollar..<end]
      rest = rest[end...]
    }
    return String(result + rest)
  }

  /// The name that follows a `$`, and where it ends.
  private static func variable(
    in text: Substring.UnicodeScalarView
  ) -> (name: String, end: String.Index) {
    if text.first == "{", let close = text.firstIndex(of: "}") {
      return (String(text[..<close].dropFirst()), text.index(after: close))
    }
    let name = text.prefix { $0.isASCII && UInt8(ascii: $0).isLetterOrDigit(or: "_") }
    return (String(name), name.endIndex)
  }
}
