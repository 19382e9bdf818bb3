import Cruddur
import Foundation
import Testing
import Toolkit

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The page is well-formed XML but for its first line, so that a strict parser shows what a browser would.
@Suite struct ConversationPageTests {
  private static let hostile = [
    "</p></article><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)",
    "&lt;&amp;",
    "<!-- ", "-->", "]]>", "<![CDATA[", "\u{0}\u{1B}[31m\u{7F}\u{9B}", "\u{FFFE}\u{FFFF}\u{1FFFE}",
    "\u{202E}reversed",
    "line 1\nline 2\ttab", "日本語 👨‍👩‍👧‍👦 e\u{301}", "javascript:alert(1)", "{{7*7}}", "",
  ]

  private func user(_ text: String, _ uuid: String) -> User {
    User(uuid: uuid, displayName: text, handle: text)
  }

  private func page(_ texts: [String]) -> String {
    let messages = texts.enumerated().map { index, text in
      Message(
        group: "g",
        uuid: "m\(index)",
        sentAt: "2023-03-\(26 + index % 2)T18:04:00.000000+00:00",
        sender: user(texts[index % 2], "u\(index % 2)"),
        text: text
      )
    }
    return ConversationPage(messages).html
  }

  /// What a parser finds: each element with its attributes, and each paragraph's text.
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var paragraphs: [String] = []

    func parser(
      _ parser: XMLParser,
      didStartElement name: String,
      namespaceURI: String?,
      qualifiedName: String?,
      attributes: [String: String]
    ) {
      elements.append((name, attributes))
      if name == "p" { paragraphs.append("") }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if elements.last?.name == "p", !paragraphs.isEmpty { paragraphs[paragraphs.count - 1] += text }
    }

    func parser(
      _ parser: XMLParser,
      didEndElement name: String,
      namespaceURI: String?,
      qualifiedName: String?
    ) {
      if name == "p" { elements.append(("/p", [:])) }
    }
  }

  private func read(_ html: String) throws -> Reader {
    let reader = Reader()
    let parser = XMLParser(data: Data(html.dropFirst("<!DOCTYPE html>\n".count).utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map(String.init(describing:)) ?? "")")
    return reader
  }

  @Test func `any text is shown as it is, and only as text`() throws {
    let reader = try read(page(Self.hostile))
    let shown = Self.hostile.map { text in
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.filter {
            $0 == "\n" || $0 == "\t"
              || ($0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value & 0xFFFE != 0xFFFE)
          }
        )
      )
    }
    #expect(reader.paragraphs == shown)
    let allowed = [
      "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "section", "article", "header",
      "b", "span",
      "time", "p", "/p",
    ]
    #expect(reader.elements.allSatisfy { allowed.contains($0.name) })
    let attributes = Set(reader.elements.flatMap { $0.attributes.keys })
    #expect(attributes == ["lang", "charset", "name", "content", "http-equiv", "class", "datetime", "dir"])
  }

  @Test func `the page's policy allows only its own style, and the page fits a phone`() throws {
    let reader = try read(page(["a", "b"]))
    let policy = reader.elements.compactMap {
      $0.attributes["http-equiv"] == nil ? nil : $0.attributes["content"]
    }
    #expect(policy == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"])
    #expect(reader.elements.contains { $0.attributes["content"] == "width=device-width, initial-scale=1" })
    #expect(!page(["a", "b"]).contains("url("))
  }

  @Test func `each day has a heading, and each speaker has a side of the page`() throws {
    let html = page(["a", "b"])
    #expect(html.components(separatedBy: "<h2>").count == 3)
    #expect(html.contains(#"<article class="first">"#) && html.contains(#"<article class="other">"#))
    #expect(ConversationPage([]).html.contains("A conversation without messages"))
  }
}
