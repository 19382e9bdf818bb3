extension String {
  /// The candidate that was probably meant: the one with the fewest letters to change, where those are few; upper and lower
  /// case count as one change at most. Nil where none is near.
  package func nearest(of candidates: [String]) -> String? {
    let word = Array(lowercased().unicodeScalars)
    let most = Swift.max(1, word.count / 3)
    let distances = candidates.map { candidate in
      (candidate, Self.distance(word, Array(candidate.lowercased().unicodeScalars)))
    }
    return distances.filter { $0.1 <= most && $0.0 != self }.min { $0.1 < $1.1 }?.0
  }

  /// How many letters must be put in, taken out, changed or exchanged with their neighbour (optimal string alignment).
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    // Names of users may have any length; such ones are not near.
    guard abs(left.count - right.count) <= 8, left.count <= 100 else { return .max }
    var before: [Int] = []
    var above = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var line = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = Swift.min(
          above[column + 1] + 1,
          line[column] + 1,
          above[column] + (letter == other ? 0 : 1)
        )
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          cost = Swift.min(cost, before[column - 1] + 1)
        }
        line.append(cost)
      }
      (before, above) = (above, line)
    }
    return above[right.count]
  }
}
