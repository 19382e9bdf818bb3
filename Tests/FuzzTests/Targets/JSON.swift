import Toolkit

@testable import AWS

extension FuzzTarget {
  /// The tree parser: what it has read is written as the same document.
  static let json = FuzzTarget(
    name: "json",
    seeds: [
      #"{"a":[1.5e-3,true,false,null,"x\u00e9\\\"\ud83d\ude42"],"b":{"c":{}},"d":"é🙂","e":-0}"#,
      #"[ 1 , [ ] , "\b\f\n\r\t\/" , { "" : 1E+9 } ]"#,
    ].map { Array($0.utf8) },
    tokens: tokensOfJSON
  ) { input in
    guard let tree = try? JSONValue(parsing: input) else { return }
    try promise((try? JSONValue(parsing: tree.encoded())) == tree, "written, it reads otherwise")
    for style in [JSONStyle.awsCLI, .week5] {
      let text = Array(tree.text(style).utf8)
      try promise((try? JSONValue(parsing: text)) != nil, "its text is not a document")
    }
  }

  static let tokensOfJSON = [
    "{", "}", "[", "]", ":", ",", "\"", "true", "false", "null", "-", "0", "1e5", "0.5", "E+9", "\\\"",
    "\\\\",
    "\\u0000", "\\ud83d", "\\ude42", "\u{FEFF}", "\u{2028}", " ", "\n", "[[[[[[[[", "]]]]]]]]", #"{"a":"#,
  ]
}
