import Foundation
import TestSupport
import Testing

/// What the page shows where answers come in another order than their requests, or after the user went on.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct PageOrderTests {
  private let messages = "GET /api/messages/\(PageWorld.group)"

  @Test func `a late refusal of one conversation leaves the one that was opened meanwhile alone`()
    async throws
  {
    try await withPage(
      prepare: { world, database, table in
        try await database.addUser(handle: "Zoe")
        try await world.output(
          of: "ddb-patterns",
          ["create-message-group", "--from", "Sama", "--to", "Zoe", "Hello", "--table", table]
        )
      }
    ) { page in
      let zoe = try await page.openTakingRequests(as: "Zoe", at: "/messages")
      try await zoe.wait(until: "document.querySelector('#group-list a')")
      try await zoe.hold(messages)
      try await zoe.enter(PageWorld.conversation)
      try await zoe.waitUntilHeld()
      try await zoe.click("#group-list a")
      try await zoe.wait(untilShown: "Hello")
      try await zoe.release()
      #expect(try await zoe.messages() == ["Hello"])
      #expect(try await zoe.value("document.querySelector('#notice').textContent") == "")
      #expect(try await zoe.value("document.querySelector('#text').disabled") == false)
      #expect(zoe.problems == [])
    }
  }

  @Test func `a message that is sent while its writer leaves and comes back is not sent twice`() async throws
  {
    try await withPage { page in
      let tab = try await page.openTakingRequests(as: "phidel")
      for isChanged in [false, true] {
        try await tab.hold("POST /api/messages")
        try await tab.write("Once \(isChanged)")
        try await tab.waitUntilHeld()
        try await tab.click(".brand")
        try await tab.click("#group-list a")
        try await tab.wait(until: "document.querySelector('#text').value === 'Once \(isChanged)'")
        if isChanged {
          try await tab.focus("#text")
          try await tab.press(.end)
          try await tab.type(", and more")
        }
        try await tab.release()
        let rest = isChanged ? "Once true, and more" : ""
        #expect(try await tab.value("document.querySelector('#text').value") == rest)
        try await tab.wait(untilShown: "Once \(isChanged)")
      }
      try await tab.call("Page.reload")
      try await tab.wait(
        until: "!window.requested && document.querySelector('#text')?.value === 'Once true, and more'"
      )
      #expect(try await page.texts().suffix(2) == ["Once false", "Once true"])
      #expect(tab.problems == [])
    }
  }

  @Test func `a message of one's own stands in its place among those that come later`() async throws {
    try await withPage { page in
      let tab = try await page.openTakingRequests(as: "phidel")
      try await tab.hold(messages)
      try await page.patterns("theirs")
      try await tab.waitUntilHeld()
      try await tab.send("mine")
      try await tab.release()
      #expect(try await tab.messages().suffix(2) == ["theirs", "mine"])
      #expect(tab.problems == [])
    }
  }

  @Test func `messages that came before one's own are all shown, however many they are`() async throws {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      try await tab.show(isHidden: true)
      let many = (0..<45).map { "theirs \($0)" }
      let second = String(Date.now.ISO8601Format().dropLast())
      try await page.write(many, second: second)
      try await wait(for: "the next second") { !Date.now.ISO8601Format().hasPrefix(second) }
      try await tab.send("mine")
      try await tab.show(isHidden: false)
      try await tab.wait(until: "document.querySelector('#messages').innerText.includes('theirs 0')")
      #expect(try await tab.messages().suffix(46) == many + ["mine"])
      #expect(tab.problems == [])
    }
  }

  @Test func `a hidden page waits for nothing, and shows what is new when it is seen again`() async throws {
    try await withPage { page in
      let tab = try await page.openTakingRequests(as: "phidel")
      try await page.patterns("seen")
      try await tab.wait(untilShown: "seen")
      try await tab.wait(until: "requested.at(-1).startsWith('GET /api/changes?after=')")
      try await tab.show(isHidden: true)
      try await tab.wait(until: "aborted.length > 0")
      try await page.patterns("not seen yet")
      #expect(try await tab.messages().last == "seen")
      try await tab.show(isHidden: false)
      try await tab.wait(untilShown: "not seen yet")
      #expect(tab.problems == [])
    }
  }
}

extension PageWorld {
  /// Writes a message of Sama's by ddb-patterns.
  fileprivate func patterns(_ text: String) async throws {
    try await world.output(
      of: "ddb-patterns",
      ["create-message", "--from", "Sama", "--group", Self.group, text, "--table", table]
    )
  }
}

extension Tab {
  /// Goes to an address without a link, as Back and Forward do.
  fileprivate func enter(_ path: String) async throws {
    let path = Self.quoted(path)
    _ = try await value(
      "(history.pushState(null, '', \(path)), dispatchEvent(new PopStateEvent('popstate')))",
      as: Bool.self
    )
  }

  /// Tells the page that it is hidden, or seen: a browser without windows has no other tab.
  fileprivate func show(isHidden: Bool) async throws {
    _ = try await value(
      """
      (() => {
        Object.defineProperty(document, 'hidden', { value: \(isHidden), configurable: true });
        return document.dispatchEvent(new Event('visibilitychange'));
      })()
      """,
      as: Bool.self
    )
  }
}
