import Testing

@testable import Toolkit

@Suite struct TerminalColumnsTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("e\u{301}\u{302}\u{20DD}", 1), ("日本語", 6), ("ｶﾅ", 2),
    ("ＡＢ", 4), ("한글", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("🙂", 2), ("👨‍👩‍👧‍👦", 2), ("👍🏽", 2), ("🇨🇦", 2),
    ("❤\u{FE0F}", 2), ("❤", 1), ("1\u{FE0F}\u{20E3}", 2), ("☎\u{FE0E}", 1), ("…", 1), ("a\u{200B}b", 2),
    ("a\u{AD}b", 3), ("नमस्ते", 4), ("สวัสดี", 4), ("\u{1B}[1m", 3), ("\u{7}", 0), ("𠀀", 2), ("\u{10FFFF}", 1),
  ])
  func `a text is as wide as a terminal draws it`(text: String, columns: Int) {
    #expect(text.terminalColumns == columns)
  }

  @Test(arguments: ["plain ascii text", "日本語のテキスト", "👨‍👩‍👧‍👦🙂👍🏽🇨🇦", "e\u{301}a\u{302}o\u{303}", "a日b🙂c"])
  func `what is cut ends with … and keeps within its columns`(text: String) {
    for columns in 0...20 {
      let cut = text.cut(toColumns: columns)
      #expect(cut.terminalColumns <= columns)
      if text.terminalColumns <= columns {
        #expect(cut == text)
      } else if columns > 0 {
        #expect(cut.hasSuffix("…") && text.hasPrefix(cut.dropLast()))
        #expect(cut.terminalColumns >= columns - 1)
      }
    }
  }
}
