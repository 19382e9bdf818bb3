import Toolkit

extension SQLScript {
  /// Whether it only adds rows: each of its statements is an INSERT that changes none, however the server
  /// reads backslashes.
  package var onlyInserts: Bool {
    [true, false].allSatisfy { isStandard in
      guard let pieces = try? pieces(standardConformingStrings: isStandard) else { return false }
      return pieces.compactMap(\.statement).allSatisfy { $0.words.first == "INSERT" && !$0.updatesOnConflict }
    }
  }
}
