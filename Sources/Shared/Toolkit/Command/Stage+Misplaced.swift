import ArgumentParser

extension Stage {
  /// Refuses `prod` and `local` as the value of the argument that comes before the stage: that argument was
  /// probably left out.
  ///
  /// - Parameters:
  ///   - word: The argument's value.
  ///   - kind: What the argument is, in words: `a table`.
  ///   - usage: How the command is typed, up to the stage: `ddb-drop TABLE`.
  ///   - otherwise: What to do where the value is meant: `for a table of that name, ddb-drop --table prod`.
  /// - Throws: `ValidationError`.
  package static func refuse(
    _ word: String,
    as kind: String,
    usage: String,
    otherwise: @autoclosure () -> String
  ) throws {
    guard Stage(rawValue: word) != nil else { return }
    throw ValidationError("'\(word)' is not taken for \(kind): write \(usage) \(word); \(otherwise())")
  }
}
