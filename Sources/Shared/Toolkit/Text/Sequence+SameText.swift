/// Elements that are known by a text, such as users by their handle.
///
/// Compared by bytes, as PostgreSQL and Cognito compare: Swift takes two ways to write é for one text.
extension Sequence {
  /// The elements with each text; the keys are its UTF-8 bytes.
  package func grouped(by text: (Element) -> String) -> [[UInt8]: [Element]] {
    Dictionary(grouping: self) { Array(text($0).utf8) }
  }

  /// Those that have their text in common with others, text by text in the order of its bytes.
  package func sharing(_ text: (Element) -> String) -> [[Element]] {
    let shared = grouped(by: text).filter { $0.value.count > 1 }
    return shared.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}
