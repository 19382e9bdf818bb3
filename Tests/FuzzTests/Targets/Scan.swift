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
      #"{"SS":["x"]}"#,
      #"{"NS":["1"]}"#, #"{"B":"AA=="}"#, #""Count":1"#, #""Items":["#, #""LastEvaluatedKey":"#, #"{"a":{"#,
    ]
  ) { input in
    guard let page = Page(input) else { return }
    let plain = try page.documents(.plain)
    let typed = try page.documents(.typed)
    try promise((plain == nil) == (typed == nil), "only one of the two forms takes it")
    guard let plain, let typed else { return }
    try promise(plain == typed.map(\.withoutTypes), "the two forms have different values")
    // The tree parser refuses deeper nesting, and judges members that no scan uses.
    guard let tree = try? JSONValue(parsing: input) else { return }
    try promise(tree["Items"]?.array == typed, "the lines are not the items of the page")
    try promise(tree["LastEvaluatedKey"] == page.lastEvaluatedKey, "the next page begins elsewhere")
  }
}

/// The transcoder, behind as few of its names as can be.
private struct Page {
  private let page: ScanPage

  init?(_ bytes: [UInt8]) {
    guard let page = try? ScanPage(bytes) else { return nil }
    self.page = page
  }

  var lastEvaluatedKey: JSONValue? { page.lastEvaluatedKey }

  private func lines(_ form: ItemForm) -> [UInt8]? {
    try? ItemTranscoder(page, form: form).lines
  }

  /// The documents of the lines; nil where the page is refused.
  func documents(_ form: ItemForm) throws -> [JSONValue]? {
    guard let text = lines(form) else { return nil }
    try promise(text.last ?? 0x0A == 0x0A, "the last line has no end")
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    try promise(lines.count == page.count, "\(lines.count) lines of \(page.count) items")
    return try lines.map { line in
      guard let document = try? JSONValue(parsing: Array(line)), document.members != nil else {
        throw Finding(description: "a line is no document: \(String(decoding: line, as: UTF8.self))")
      }
      return document
    }
  }
}

extension JSONValue {
  /// What an item in DynamoDB's JSON says.
  fileprivate var withoutTypes: JSONValue {
    .object((members ?? []).map { Member(name: $0.name, value: $0.value.withoutType) })
  }

  private var withoutType: JSONValue {
    guard let member = members?.first else { return .null }
    switch member.name {
    case "N": return .number(member.value.string ?? "")
    case "NS": return .array((member.value.array ?? []).map { .number($0.string ?? "") })
    case "NULL": return .null
    case "L": return .array((member.value.array ?? []).map(\.withoutType))
    case "M": return member.value.withoutTypes
    default: return member.value
    }
  }
}
