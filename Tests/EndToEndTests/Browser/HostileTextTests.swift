import Foundation
import TestSupport
import Testing

/// Whatever a message says, the page shows it as text.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct HostileTextTests {
  private static let texts = [
    "<script>document.title = 'taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "</p></li></ol><h1>A heading</h1><!--",
    "<a href=\"javascript:document.title='taken'\">click</a> javascript:document.title='taken'",
    "${document.title = 'taken'} {{constructor.constructor('document.title=1')()}}",
    "&lt;b&gt; &amp; &#x3C;",
    "\u{202E}evil\u{2066} backwards \u{202B}for ever",
    "NUL \u{0} BEL \u{7} ESC \u{1B}[31m DEL \u{7F} end",
    "line\u{2028}separator\u{2029}paragraph\rcarriage",
    String(repeating: "W", count: 1_024),
    String(repeating: "Z\u{301}\u{302}\u{303}\u{304}", count: 200),
    String(repeating: "\n", count: 60) + "far below",
    "👩‍👩‍👧‍👦🏳️‍🌈 zero\u{200B}width \u{FEFF}mark \u{FFFE} \u{FFFF}",
    "__proto__", "constructor", "null", "[object Object]", "0", " ",
  ]

  /// The number of elements that a text has become, which should be 0.
  private static let insertedElements = """
    document.querySelectorAll('#messages :is(script, img, a, h1, b), #group-list :is(script, img, h1, b)').length
    """

  @Test func `messages that other programs wrote are shown unchanged`() async throws {
    try await withPage { page in
      try await page.write(Self.texts)
      let tab = try await page.open(as: "phidel")
      try await tab.wait(until: "document.querySelectorAll('#messages li').length >= 20")
      #expect(try await tab.messages().suffix(Self.texts.count) == Self.texts[...])
      try await expectNothingHappened(to: tab)
      // Characters that change the direction of the text do not move the sender's name.
      let names = "[...document.querySelectorAll('#messages .name')].slice(-3).map(name => name.textContent)"
      #expect(try await tab.value(names) == ["Sama", "Sama", "Sama"])
      try await tab.show(.phone)
      try await expectNothingHappened(to: tab)
    }
  }

  @Test func `a message that is written on the page is shown unchanged`() async throws {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      for text in ["<script>document.title = 'taken'</script>", "\u{202E}turned", "a\u{7}b", "{\"a\": 1}"] {
        try await tab.send(text)
        #expect(try await page.texts().last == text)
      }
      try await expectNothingHappened(to: tab)
    }
  }

  @Test func `markup in names and handles is shown as text`() async throws {
    let name = "<b onclick=x>\u{202E}eman</b>"
    let handle = "a/b?c=<i>&\"'"
    try await withPage(
      prepare: { world, database, table in
        try await database.addUser(handle: handle, displayName: name)
      }
    ) { page in
      let tab = try await page.signIn(as: "phidel")
      try await tab.focus("#new-handle")
      try await tab.type("@\(handle)")
      try await tab.press(.enter)
      try await tab.wait(until: "document.querySelector('#partner').textContent === \(Tab.quoted(name))")
      #expect(try await tab.value("document.querySelector('#partner-handle').textContent") == "@\(handle)")
      try await tab.send("Hello")
      let partner = try await page.signIn(as: handle)
      try await partner.wait(until: "document.querySelector('#group-list a')")
      #expect(try await partner.conversations() == ["phidel: Hello"])
      try await expectNothingHappened(to: tab)
      try await expectNothingHappened(to: partner)
    }
  }

  @Test func `the page's policy stops a script that is inserted into it`() async throws {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      let injected = """
        (() => {
          const script = document.createElement('script');
          script.textContent = "document.title = 'taken'";
          document.body.append(script);
          return document.title;
        })()
        """
      #expect(try await tab.value(injected) != "taken")
      try await wait(for: "the refusal") { tab.problems.contains { $0.contains("Content Security Policy") } }
    }
  }

  private func expectNothingHappened(
    to tab: Tab,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    #expect(tab.problems == [], sourceLocation: sourceLocation)
    #expect(try await tab.value(Self.insertedElements) == 0, sourceLocation: sourceLocation)
    #expect(try await tab.value("document.title") != "taken", sourceLocation: sourceLocation)
    let dialogs = tab.devTools.events.filter { $0.method == "Page.javascriptDialogOpening" }
    #expect(dialogs.isEmpty, sourceLocation: sourceLocation)
    #expect(try await tab.overflow() == [], sourceLocation: sourceLocation)
  }
}
