import Toolkit

@testable import AWS

extension FuzzTarget {
  /// A scan's page becomes lines: each is the document of one item, with the values of the page.
  static let scan = FuzzTarget(
    name: "scan",
    seeds: [
      #"{"Items":[],"Count":0,"ScannedCount":0}"#,
      #"{"Count":2,"Items":[{"a":{"S":"x"}},{"b":{"N":"-1.50"}}],"LastEvaluatedKey":{"a":{"S":"x"}}}"#,
      #" { "Items" : [ { "a" : { "L" : [ { "N" : "1" } , { "BOOL" : true } ] } , "b" : { "NULL" : true } } ] , "Count" : 1 } "#,
      #"{"Items":[{"a":{"M":{"S":{"S":"\u00e9\n\ud83d\ude42"},"M":{"M":{"N":{"N":"1E-130"}}}}}}],"Count":1}"#,
      #"{"Items":[{"a":{"SS":["x","é"]},"b":{"NS":["2","1.0"]},"c":{"BS":["AA=="]},"d":{"B":""}}],"Count":1}"#,
    ].map { Array($0.utf8) },
    tokens: tokensOfJSON + [
      #"{"S":""#, #"{"N":"1"}"#, #"{"BOOL":true}"#, #"{"NULL":true}"#, #"{"L":["#, #"{"M":{"#,
      #"{"SS":["x"]}"#, #"{"N":"+00.50E-3"}"#, #"{"NULL":false}"#, #""LastEvaluatedKey":{}"#, "\\u00e9",
      "\\/",
      #"{"NS":["1"]}"#, #"{"B":"AA=="}"#, #""Count":1"#, #""Items":["#, #""LastEvaluatedKey":"#, #"{"a":{"#,
    ]
  ) { input in
    guard let page = Page(input) else { return }
    let plain = try page.lines(.plain)
    let typed = try page.lines(.typed)
    try promise(plain?.isWhole == typed?.isWhole, "only one of the two forms takes it")
    guard let plain, let typed else { return }
    let values = typed.documents.map(\.withoutTypes)
    try promise(plain.documents.map(\.withNumbersByValue) == values, "the two forms have different values")
    // The tree parser refuses deeper nesting, and judges members that no scan uses.
    guard let tree = try? JSONValue(parsing: input) else { return }
    let items = (tree["Items"]?.array ?? []).prefix(typed.isWhole ? .max : typed.documents.count)
    try promise(Array(items) == typed.documents, "the lines are not the items of the page")
    guard typed.isWhole else { return }
    let key = tree["LastEvaluatedKey"]
    try promise((key.isEmptyToken ? nil : key) == page.lastEvaluatedKey, "the next page begins elsewhere")
  }
}

/// A page, read by the transcoder.
private struct Page {
  private let page: ScanPage

  init?(_ bytes: [UInt8]) {
    guard let page = try? ScanPage(bytes) else { return nil }
    self.page = page
  }

  var lastEvaluatedKey: JSONValue? { page.lastEvaluatedKey }

  /// The documents of the lines, up to the first item that cannot be read; nil where the page is refused.
  func lines(_ form: ItemForm) throws -> (documents: [JSONValue], isWhole: Bool)? {
    guard let transcoder = try? ItemTranscoder(page, form: form) else { return nil }
    let text = transcoder.lines
    try promise(text.last ?? 0x0A == 0x0A, "the last line has no end")
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    let isWhole = transcoder.unreadable == nil
    let count = isWhole ? page.count : transcoder.count
    try promise(lines.count == count, "\(lines.count) lines of \(count) items")
    let documents = try lines.map { line in
      guard let document = try? JSONValue(parsing: Array(line)), document.members != nil else {
        throw Finding(description: "a line is not a document: \(String(decoding: line, as: UTF8.self))")
      }
      return document
    }
    return (documents, isWhole)
  }
}

extension JSONValue {
  /// An item in DynamoDB's JSON as plain JSON, with numbers by their value.
  fileprivate var withoutTypes: JSONValue {
    .object((members ?? []).map { Member(name: $0.name, value: $0.value.withoutType) })
  }

  private var withoutType: JSONValue {
    guard let member = members?.first else { return .null }
    switch member.name {
    case "N": return JSONValue.number(member.value.string ?? "").withNumbersByValue
    case "NS": return .array((member.value.array ?? []).map { .number($0.string ?? "") }).withNumbersByValue
    case "NULL": return .null
    case "L": return .array((member.value.array ?? []).map(\.withoutType))
    case "M": return member.value.withoutTypes
    default: return member.value
    }
  }

  /// With each number as an integer and a power of ten: `-1.50` as `-15E-1`.
  fileprivate var withNumbersByValue: JSONValue {
    switch self {
    case .number(let text): .number(Self.value(of: text))
    case .array(let elements): .array(elements.map(\.withNumbersByValue))
    case .object(let members):
      .object(members.map { Member(name: $0.name, value: $0.value.withNumbersByValue) })
    default: self
    }
  }

  private static func value(of text: String) -> String {
    let parts = text.lowercased().split(separator: "e")
    let mantissa = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    let digits = mantissa.joined().filter(\.isNumber).drop { $0 == "0" }
    let end = digits.lastIndex { $0 != "0" }.map { digits.index(after: $0) } ?? digits.startIndex
    guard end > digits.startIndex else { return "0" }
    // Beyond the range of `Int` a number keeps its exponent, and its digits are compared.
    let written = parts.count > 1 ? Int(parts[1]).flatMap { abs($0) < 1 << 32 ? $0 : nil } : 0
    guard let written else { return "\(digits[..<end])e\(parts[1].filter(\.isNumber))" }
    let exponent = written - (mantissa.count > 1 ? mantissa[1].count : 0) + digits[end...].count
    return "\(text.hasPrefix("-") ? "-" : "")\(digits[..<end])E\(exponent)"
  }
}
