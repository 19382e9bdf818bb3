/// Elements that are identified by a text, such as users by their handle.
///
/// Compared by bytes, as PostgreSQL and Cognito do: to Swift the two Unicode forms of é are equal.
extension Sequence {
  /// The elements with each text; the keys are its UTF-8 bytes.
  package func grouped(by text: (Element) -> String) -> [[UInt8]: [Element]] {
    Dictionary(grouping: self) { Array(text($0).utf8) }
  }

  /// The elements whose text is not unique, grouped and sorted by the bytes of their text.
  package func sharing(_ text: (Element) -> String) -> [[Element]] {
    let shared = grouped(by: text).filter { $0.value.count > 1 }
    return shared.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}
