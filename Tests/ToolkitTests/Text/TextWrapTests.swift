import Testing

@testable import Toolkit

@Suite struct TextWrapTests {
  @Test(arguments: [40, 80, 200])
  func `no line is wider than asked for, and no word is lost`(width: Int) {
    let words = (0..<100).map { String(repeating: "w", count: $0 % 13 + 1) }
    let lines = TextWrap.lines(words.joined(separator: " "), width: width)
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines.flatMap { $0.split(separator: " ").map(String.init) } == words)
  }

  @Test func `a word that is wider than the line stands on a line of its own`() {
    #expect(TextWrap.lines("a bbbbbb c", width: 3) == ["a", "bbbbbb", "c"])
    #expect(TextWrap.lines("  ", width: 3).isEmpty)
  }
}
