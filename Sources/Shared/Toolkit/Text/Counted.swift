/// So many things, in words: `1 item`, `2 items`.
///
/// - Parameter thing: One of them; with an `s` it is several.
package func counted(_ count: Int, _ thing: String) -> String {
  "\(count) \(thing)\(count == 1 ? "" : "s")"
}
