/// The name that was meant by one that is not there.
package enum NearName {
  /// The nearest of the names, the first of those that are equally near; nil where none is near.
  package static func nearest(to typed: String, among names: [String]) -> String? {
    all(to: typed, among: names).first
  }

  /// Those that are the nearest: equal but for capitals, else one begins the other, else few letters differ.
  package static func all(to typed: String, among names: [String]) -> [String] {
    let typed = Array(typed.lowercased().unicodeScalars.prefix(longest))
    let scored = names.compactMap { name in
      score(typed, for: Array(name.lowercased().unicodeScalars.prefix(longest))).map { (name, $0) }
    }
    guard let best = scored.map(\.1).min() else { return [] }
    return scored.filter { $0.1 == best }.map(\.0)
  }

  /// How many letters of a name are compared at most.
  private static let longest = 255
  /// Fewer letters begin too many names.
  private static let shortestBeginning = 3

  /// 0 is equal; nil is not near.
  private static func score(_ typed: [Unicode.Scalar], for name: [Unicode.Scalar]) -> Int? {
    let distance = distance(typed, to: name)
    if distance <= max(1, min(3, typed.count / 3)), distance < max(typed.count, name.count) {
      return distance
    }
    let shared = min(typed.count, name.count)
    guard shared >= shortestBeginning, typed.prefix(shared) == name.prefix(shared) else { return nil }
    return longest + distance
  }

  /// How many letters must be put in, taken out, changed or swapped with the next one ("optimal string
  /// alignment").
  private static func distance(_ from: [Unicode.Scalar], to: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...to.count)
    for row in from.indices {
      var current = [row + 1]
      for column in to.indices {
        let isSame = from[row] == to[column]
        var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[to.count]
  }
}
