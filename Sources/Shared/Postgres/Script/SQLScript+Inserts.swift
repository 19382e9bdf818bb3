import Toolkit

extension SQLScript {
  /// Whether it only adds rows: each of its statements is an INSERT, however the server reads backslashes.
  package var onlyInserts: Bool {
    [true, false].allSatisfy { isStandard in
      guard let statements = try? statements(standardConformingStrings: isStandard) else { return false }
      return statements.allSatisfy { $0.words.first == "INSERT" }
    }
  }
}
