import Testing

@testable import Toolkit

@Suite struct TableWidthTests {
  private static let long = String(repeating: "long 日本語 🙂 e\u{301} ", count: 20)
  private static let texts = [
    "short", "日本語のとても長いテキストがここにあります", "👨‍👩‍👧‍👦 family 👍🏽", "e\u{301}a\u{302}", "\u{1B}[31mred\u{1B}[0m", "",
    long,
  ]

  private static let table = TextTable(
    headings: ["WHEN", "WITH", "LAST MESSAGE", "GROUP"],
    rows: texts.map { ["2023-03-26 12:00", $0, $0, "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"] }
  )

  @Test(arguments: [40, 80, 200])
  func `no line is wider than the terminal, and the columns stand below each other`(width: Int) {
    let lines = Self.table.rendered(Style(isColoured: false), width: width).split(separator: "\n")
    #expect(lines.count == Self.texts.count + 1)
    for line in lines {
      #expect(line.terminalColumns <= width, "\(line)")
      #expect(!line.unicodeScalars.contains { $0.isControl })
    }
    let starts = lines.compactMap { line in
      line.firstRange(of: "5ae2").map { line[..<$0.lowerBound].terminalColumns }
    }
    #expect(Set(starts).count == 1 && starts.count == Self.texts.count)
  }

  @Test(arguments: [(40, false), (66, true), (80, true), (200, true)])
  func `an id to copy is whole where the others can be read beside it`(width: Int, isWhole: Bool) {
    let id = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
    let table = TextTable(
      headings: ["WITH", "LAST MESSAGE", "GROUP"],
      rows: [["Sama", Self.long, id]],
      whole: ["GROUP"]
    )
    let text = table.rendered(Style(isColoured: false), width: width)
    #expect(text.contains(id) == isWhole, "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.terminalColumns <= width })
  }

  @Test(arguments: [(20, false, false), (40, true, false), (80, true, true), (200, true, true)])
  func `of the columns that should be whole the last is cut first`(
    width: Int,
    moment: Bool,
    group: Bool
  ) {
    let text = Self.conversations(with: Self.long).rendered(Style(isColoured: false), width: width)
    #expect(text.contains("2026-11-28 09:56 AM") == moment, "\(text)")
    #expect(text.contains("5ae290ed-55d1-47a0-bc6d-fe2bc2700399") == group, "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.terminalColumns <= width })
  }

  @Test func `where the others are short, no column is cut`() {
    let text = Self.conversations(with: "Hello Lore").rendered(Style(isColoured: false), width: 80)
    #expect(!text.contains("…"), "\(text)")
  }

  private static func conversations(with message: String) -> TextTable {
    let id = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
    return TextTable(
      headings: ["WHEN", "WITH", "LAST MESSAGE", "GROUP"],
      rows: [["2026-11-28 09:56 AM", "lore", message, id]],
      whole: ["WHEN", "GROUP"]
    )
  }

  @Test func `without a terminal no cell is cut`() {
    let text = Self.table.rendered(Style(isColoured: false))
    #expect(text.contains(Self.long.dropLast()))
    #expect(!text.contains("…"))
  }

  @Test(arguments: [1, 5, 10])
  func `not even a tiny terminal gets a line that wraps`(width: Int) {
    let lines = Self.table.rendered(Style(isColoured: false), width: width).split(separator: "\n")
    #expect(lines.allSatisfy { $0.terminalColumns <= width })
  }
}
