import TestSupport

/// Items with attributes of all of DynamoDB's types, and with texts and numbers at their edges.
struct RandomItems {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// An item whose key no other number has.
  mutating func item(_ number: Int) -> [String: Any] {
    var item: [String: Any] = ["pk": ["S": "p\(number % 97)"], "sk": ["N": String(number)]]
    for attribute in 0..<Int.random(in: 0...8, using: &random) { item["a\(attribute)"] = value() }
    return item
  }

  private static let types = ["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M"]

  /// - Parameter depth: How many lists and maps it is in.
  private mutating func value(depth: Int = 0) -> [String: Any] {
    let type = pick(depth < 4 ? Self.types : Self.types.dropLast(2))
    let count = Int.random(in: 0...3, using: &random)
    let content: Any =
      switch type {
      case "S": text()
      case "N": pick(Self.numbers)
      case "B": pick(Self.binaries)
      case "BOOL": Bool.random(using: &random)
      case "NULL": true
      // A set has members, all different.
      case "SS": (0...count).map { "\($0)\(text())" }
      case "NS": Array(Self.numbers.prefix(count + 1))
      case "BS": Array(Self.binaries.prefix(count + 1))
      case "L": (0..<count).map { _ in value(depth: depth + 1) }
      default:
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("\($0)\(text())", value(depth: depth + 1)) })
      }
    return [type: content]
  }

  private mutating func text() -> String {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in pick(Self.pieces) }.joined()
  }

  private mutating func pick<Element>(_ choices: some Collection<Element>) -> Element {
    choices[choices.index(choices.startIndex, offsetBy: Int.random(in: 0..<choices.count, using: &random))]
  }

  /// Escapes, controls, other planes, two forms of one letter, and what JSON in a page must not hold. No text
  /// begins with a byte order mark: Foundation, with which the server of the test reads JSON, drops it there.
  private static let pieces = [
    "a", "plain words ", "é", "e\u{301}", "😀", "中文", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{8}",
    "\u{1F}",
    "\u{7F}", "\u{85}", "\u{2028}", "x\u{FEFF}", "\u{FFFF}", "</script>", "{\"S\":\"x\"}", "\\u0041",
  ]

  private static let numbers = [
    "0", "-1", "1.5", "12345678901234567890123456789012345678", "-0.00000000000000000000000000000000000001",
    "9.9999999999999999999999999999999999999E+125", "-1E-130", "9007199254740993",
  ]

  private static let binaries = ["", "AA==", "AAEC", "//79/A==", "gICAgA=="]
}
