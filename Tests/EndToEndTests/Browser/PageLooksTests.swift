import Foundation
import TestSupport
import Testing

/// The page on screens of several kinds, and without a mouse.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct PageLooksTests {
  @Test(arguments: [false, true])
  func `texts have enough contrast in the light and in the dark theme`(isDark: Bool) async throws {
    try await withPage { page in
      let screen = Screen(isDark: isDark)
      let start = try await page.chromium.open(page.url, screen)
      try await start.wait(until: "document.querySelector('#users button')")
      #expect(try await start.faintTexts() == [])
      let tab = try await page.open(as: "phidel", on: screen)
      #expect(try await tab.faintTexts() == [])
      #expect(try await (tab.background() < 64) == isDark)
    }
  }

  @Test(arguments: [320, 360, 704, 705, 2_000])
  func `nothing is wider than the screen`(width: Int) async throws {
    try await withPage { page in
      try await page.write([String(repeating: "W", count: 1_024), String(repeating: "long word ", count: 90)])
      let screen = Screen(width: width, isPhone: width < 500)
      let start = try await page.chromium.open(page.url, screen)
      try await start.wait(until: "document.querySelector('#users button')")
      #expect(try await start.overflow() == [])
      let groups = try await page.signIn(as: "phidel", on: screen)
      try await groups.wait(until: "document.querySelector('#group-list a')")
      #expect(try await groups.overflow() == [])
      let tab = try await page.open(as: "phidel", on: screen)
      #expect(try await tab.overflow() == [])
      let sides: [Bool] = try await tab.value(
        "['groups', 'conversation'].map(id => document.getElementById(id).checkVisibility())"
      )
      #expect(sides == [width > 704, true])
      #expect(try await tab.value("document.querySelector('.back').checkVisibility()") == (width <= 704))
    }
  }

  @Test func `on a phone one goes from the conversations to one, and back`() async throws {
    try await withPage { page in
      let tab = try await page.signIn(as: "phidel", on: .phone)
      try await tab.wait(until: "document.querySelector('#group-list a')")
      try await tab.click("#group-list a")
      try await tab.wait(until: "document.querySelectorAll('#messages li').length === 20")
      try await tab.press(.enter, at: ".back")
      try await tab.wait(until: "document.querySelector('#groups').checkVisibility()")
      #expect(try await tab.value("location.pathname") == "/messages")
      _ = try await tab.value("history.back() ?? true", as: Bool.self)
      try await tab.wait(until: "document.querySelectorAll('#messages li').length === 20")
      #expect(tab.problems == [])
    }
  }

  @Test func `everything can be done with the keyboard`() async throws {
    try await withPage { page in
      let tab = try await page.chromium.open(page.url)
      try await tab.wait(until: "document.querySelectorAll('#users button').length === 2")
      try await tab.tab(to: "#users button")
      try await tab.press(.enter)
      try await tab.wait(until: "document.querySelector('#group-list a')")
      try await tab.tab(to: "#group-list a")
      try await tab.expectVisibleFocus()
      try await tab.press(.enter)
      try await tab.wait(until: "document.querySelectorAll('#messages li').length === 20")
      try await tab.wait(until: "document.activeElement.matches('h2')")
      try await tab.tab(to: "#scroller")
      try await tab.expectVisibleFocus()
      try await tab.press(.home)
      try await tab.wait(until: "document.querySelectorAll('#messages li').length > 20")
      try await tab.tab(to: "#text")
      try await tab.expectVisibleFocus()
      try await tab.type("two")
      try await tab.press(.enter, modifiers: 8)
      try await tab.type("lines")
      try await tab.press(.enter)
      try await tab.wait(untilShown: "two\nlines")
      #expect(try await page.texts().last == "two\nlines")
      try await tab.tab(to: "#sign-out")
      try await tab.expectVisibleFocus()
      try await tab.press(.enter)
      try await tab.wait(until: "document.querySelector('#users button')")
      #expect(tab.problems == [])
    }
  }

  @Test func `each element has a role and a name for screen readers`() async throws {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      let nameless: [String] = try await tab.value(
        """
        [...document.querySelectorAll('button, input, textarea, a, nav, section, ol, [role=region]')]
          .filter(box => box.checkVisibility())
          .filter(box => !box.labels?.length && !box.getAttribute('aria-label') && !box.innerText.trim()
            && !document.getElementById(box.getAttribute('aria-labelledby') ?? '')?.innerText.trim())
          .map(box => `${box.tagName}#${box.id}`)
        """
      )
      #expect(nameless == [])
      #expect(try await tab.value("document.documentElement.lang") == "en")
      let languages = "[...document.querySelectorAll('#messages .text')].every(text => text.lang === '')"
      #expect(try await tab.value(languages))
    }
  }
}

extension Tab {
  /// Checks that the focus is visible.
  fileprivate func expectVisibleFocus(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let outline = "getComputedStyle(document.activeElement).outline"
    let width: Double = try await value(
      "getComputedStyle(document.activeElement).outlineStyle === 'none' ? 0 : parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
    )
    let found: String = try await value(outline)
    #expect(width >= 2, "the focus is not to be seen: \(found)", sourceLocation: sourceLocation)
  }
}
