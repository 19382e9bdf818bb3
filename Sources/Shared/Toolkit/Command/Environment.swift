/// The process's environment as the tools read it: a variable set to nothing counts as unset.
package struct Environment: Sendable, Redacted {
  private let values: [String: String]

  /// Not the variables: they may be keys and passwords.
  package var description: String { "Environment" }

  package init(_ values: [String: String]) {
    self.values = values
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

  /// All variables as `NAME=value`, for a program that is to have them.
  package var assignments: [String] { values.map { "\($0.key)=\($0.value)" } }

  /// A path with its `~` resolved; nil where it begins with that and there is no `HOME`.
  package func expandingHome(in path: String) -> String? {
    guard path.hasPrefix("~/") else { return path }
    return self["HOME"].map { $0 + path.dropFirst() }
  }

  /// Whether a variable says yes as AWS's settings do: `true` in any case.
  package func isTrue(_ name: String) -> Bool {
    self[name]?.lowercased() == "true"
  }
}
