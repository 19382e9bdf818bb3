/// A count with its noun: `1 item`, `2 items`.
///
/// - Parameter thing: The noun in the singular; its plural has an `s`.
package func counted(_ count: Int, of thing: String) -> String {
  "\(count) \(thing)\(count == 1 ? "" : "s")"
}
