import TestSupport
import Testing

@testable import Toolkit

@Suite struct AWSTableTests {
  struct Drawn: Decodable, Sendable {
    let rows: [String]
    let coloured: Bool
    let text: String
  }

  @Test func `a list is drawn as awscli draws it, at every width, with and without colour`() throws {
    let cases: [Drawn] = try Vectors.load("aws-tables", count: 108)
    for row in cases {
      let table = AWSTable(title: "ListTables", rows: row.rows)
      #expect(table.rendered(Style(isColoured: row.coloured)) == row.text, "\(row.rows)")
    }
  }
}

@Suite struct TextTableTests {
  @Test func `columns are as wide as they must be, without blanks at the end`() {
    let table = TextTable(headings: ["A", "Bee"], rows: [["long", "x"], ["é🙂", ""], ["", "y"]])
    #expect(table.rendered(Style(isColoured: false)) == "A     Bee\nlong  x\né🙂\n      y\n")
  }

  @Test func `without rows there are only the headings`() {
    #expect(TextTable(headings: ["A", "B"], rows: []).rendered(Style(isColoured: false)) == "A  B\n")
    #expect(
      TextTable(headings: ["A"], rows: []).rendered(Style(isColoured: true)) == "\u{1B}[1;36mA\u{1B}[0m\n"
    )
  }
}
