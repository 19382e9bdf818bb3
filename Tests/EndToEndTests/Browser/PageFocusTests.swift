import Foundation
import TestSupport
import Testing

/// Where the focus is, and what a screen reader has to read.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct PageFocusTests {
  private let focused = "document.activeElement.id"
  private let notice = "document.querySelector('#notice').textContent"
  private let announced = "document.querySelector('#announcement').textContent"

  @Test func `the focus stays where one writes, and the title names the partner`() async throws {
    try await withPage(prepare: { _, database, _ in try await database.addUser(handle: "Zoe") }) { page in
      let tab = try await page.signIn(as: "phidel", at: "/messages/new/@Zoe")
      try await tab.wait(until: "!document.querySelector('#text').disabled")
      try await tab.send("Hello Zoe")
      try await tab.wait(until: "document.title === 'Zoe · Cruddur'")
      #expect(try await tab.value(focused) == "text")
      try await tab.focus("#text")
      try await tab.type("By the button")
      try await tab.focus("#send")
      try await tab.press(.enter)
      try await tab.wait(untilShown: "By the button")
      try await tab.wait(until: "document.querySelector('#text').value === ''")
      #expect(try await tab.value(focused) == "text")
      #expect(tab.problems == [])
    }
  }

  @Test func `the skip link moves the focus, and loads nothing again`() async throws {
    try await withPage { page in
      let tab = try await page.openTakingRequests(as: "phidel")
      _ = try await tab.value("requested.length = 0", as: Int.self)
      try await tab.focus(".skip")
      try await tab.press(.enter)
      try await tab.wait(until: "\(focused) === 'text'")
      try await tab.wait(until: "location.hash === '#text'")
      #expect(try await tab.value("requested.filter(name => name.includes('/messages/')).length") == 0)
      #expect(try await tab.messages().count == 20)
      #expect(tab.problems == [])
    }
  }

  @Test func `back takes a notice away, and leaving a conversation what was announced`() async throws {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      try await page.write(["out of the blue"])
      try await tab.wait(until: "\(announced) === 'Sama: out of the blue'")
      try await tab.focus("#new-handle")
      try await tab.type("nobody")
      try await tab.press(.enter)
      try await tab.wait(until: "\(notice) === 'There is no user @nobody.'")
      #expect(try await tab.value(announced) == "")
      _ = try await tab.value("history.back() ?? true", as: Bool.self)
      try await tab.wait(untilShown: "out of the blue")
      #expect(try await tab.value(notice) == "")
      #expect(tab.problems == [])
    }
  }

  @Test func `a conversation that another user begins is marked as new, also in words`() async throws {
    try await withPage(prepare: { _, database, _ in try await database.addUser(handle: "Zoe") }) { page in
      let tab = try await page.open(as: "phidel")
      try await page.world.output(
        of: "ddb-patterns",
        ["create-message-group", "--from", "Zoe", "--to", "phidel", "Hello", "--table", page.table]
      )
      try await tab.wait(until: "document.querySelectorAll('#group-list li').length === 2")
      let items = "[...document.querySelectorAll('#group-list li')]"
      #expect(try await tab.value("\(items).map(item => item.className)") == ["new", ""])
      let news = "\(items).map(item => item.querySelector('.news').textContent)"
      #expect(try await tab.value(news) == ["New messages", ""])
      try await tab.click("#group-list a")
      try await tab.wait(untilShown: "Hello")
      #expect(try await tab.value(news) == ["", ""])
      #expect(tab.problems == [])
    }
  }

  @Test func `without a stream, a list in which nothing is new is not built again`() async throws {
    try await withPage(hasStream: false) { page in
      let tab = try await page.signIn(as: "phidel", after: Tab.requestsScript)
      try await tab.wait(until: "document.querySelector('#group-list a')")
      let mark = "document.querySelector('#group-list a').dataset.mark"
      _ = try await tab.value("\(mark) = 'here'", as: String.self)
      _ = try await tab.value("requested.length = 0", as: Int.self)
      // The first of them is answered before the next one is sent.
      try await tab.wait(until: "requested.filter(name => name === 'GET /api/message_groups').length >= 2")
      #expect(try await tab.value(mark) == "here")
      #expect(tab.problems == [])
    }
  }
}
