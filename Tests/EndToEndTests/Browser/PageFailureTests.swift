import Foundation
import TestSupport
import Testing

/// What the page does when the server does not answer.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct PageFailureTests {
  @Test func `a message whose answer was lost is sent again, and is written once`() async throws {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      try await tab.call(
        "Fetch.enable",
        ["patterns": [["urlPattern": "*/api/messages", "requestStage": "Response"]]]
      )
      try await tab.write("Only once")
      try await tab.failNextPausedRequest()
      try await tab.wait(until: "document.querySelector('#send').textContent === 'Send again'")
      #expect(try await tab.value("document.querySelector('#text').value") == "Only once")
      let error: String = try await tab.value("document.querySelector('#send-error').textContent")
      #expect(error == "Not sent. The server does not answer.")
      #expect(try await page.texts().last == "Only once")
      try await tab.call("Fetch.disable")
      try await tab.call("Page.reload")
      try await tab.wait(until: "document.querySelector('#send')?.textContent === 'Send'")
      try await tab.wait(until: "document.querySelector('#text')?.value === 'Only once'")
      try await tab.wait(until: "document.querySelector('#messages li')")
      try await tab.press(.enter, at: "#text")
      try await tab.wait(until: "document.querySelector('#text').value === ''")
      #expect(try await tab.messages().filter { $0 == "Only once" }.count == 1)
      #expect(try await page.texts().filter { $0 == "Only once" }.count == 1)
      #expect(tab.problems == [])
    }
  }

  @Test func `a server that is not there is waited for, and what was written is kept`() async throws {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      let port = try #require(URL(string: page.url)?.port)
      await page.server.stop(SIGTERM)
      try await tab.wait(
        until: "document.querySelector('#notice').textContent === 'The server does not answer. Trying again.'"
      )
      try await tab.write("Into the void")
      try await tab.wait(until: "document.querySelector('#send').textContent === 'Send again'")
      let arguments = ["--port", String(port), "--table", page.table]
      let another = try BackgroundTool("cruddur-api", arguments, in: page.world)
      _ = try await another.run { another in
        _ = try await another.address()
        // The new server has another key, so it does not accept tokens of the old one.
        try await tab.wait(until: "document.body.dataset.view === 'sign-in'")
        let notice: String = try await tab.value("document.querySelector('#notice').textContent")
        #expect(notice == "Your sign-in is not valid any more. Please sign in again.")
        try await tab.wait(until: "document.querySelectorAll('#users button').length === 2")
        _ = try await tab.value(
          "[...document.querySelectorAll('#users button')].find(b => b.innerText.includes('@phidel')).click() ?? true",
          as: Bool.self
        )
        try await tab.wait(until: "document.querySelector('#text').value === 'Into the void'")
        try await tab.press(.enter, at: "#text")
        try await tab.wait(untilShown: "Into the void")
        #expect(try await page.texts().filter { $0 == "Into the void" }.count == 1)
      }
      #expect(tab.problems == [])
    }
  }

  @Test func `what could not be loaded is requested again until it is there, and the notice goes`()
    async throws
  {
    try await withPage { page in
      let noAnswer = "The server's database does not answer at the moment. Trying again."
      let shown = "document.querySelector('#notice').textContent === \(Tab.quoted(noAnswer))"
      let messages = "GET /api/messages/"
      let rules = [messages, "GET /api/message_groups"].map { prefix in
        let prefix = Tab.quoted(prefix)
        return "rules[\(prefix)] = \(Tab.failure(of: prefix, status: 503, times: 3))"
      }
      let tab = try await page.signIn(
        as: "phidel",
        at: PageWorld.conversation,
        after: Tab.requestsScript + rules.joined(separator: ";")
      )
      try await tab.wait(until: shown)
      try await tab.wait(until: "document.querySelectorAll('#messages li').length === 20")
      try await tab.wait(until: "document.querySelector('#notice').textContent === ''")
      #expect(try await tab.value("document.title") == "Sama · Cruddur")
      try await tab.fail("GET /api/local/users", status: 503, times: 2)
      try await tab.click("#sign-out")
      try await tab.wait(until: shown)
      try await tab.wait(until: "!document.querySelector('#local').hidden")
      #expect(try await tab.value("document.querySelector('#notice').textContent") == "")
      #expect(tab.problems == [])
    }
  }

  /// The notice makes the list smaller, which the browser reports like scrolling: that may request them once
  /// more.
  @Test func `earlier messages that cannot be loaded are not requested again and again`() async throws {
    try await withPage { page in
      let tab = try await page.openTakingRequests(as: "phidel")
      let earlier = "GET /api/messages/\(PageWorld.group)?before="
      try await tab.fail(earlier, status: 0)
      _ = try await tab.value("(document.querySelector('#scroller').scrollTop = -1e9) < 0", as: Bool.self)
      let notice = "document.querySelector('#notice').textContent"
      try await tab.wait(until: "\(notice) === 'The server does not answer.'")
      _ = try await tab.value(
        "(async () => { for (let n = 0; n < 30; n += 1) await new Promise(requestAnimationFrame); return true })()",
        as: Bool.self
      )
      #expect(try await tab.value("requested.filter(name => name.includes('before=')).length") <= 2)
      try await tab.answer(earlier)
      try await tab.click("#earlier")
      try await tab.wait(until: "document.querySelectorAll('#messages li').length > 20")
      #expect(try await tab.value(notice) == "")
      #expect(tab.problems == [])
    }
  }
}

extension Tab {
  func press(_ key: Key, at selector: String) async throws {
    try await focus(selector)
    try await press(key)
  }

  /// Waits until `Fetch` has stopped a request at its answer, and drops the answer.
  fileprivate func failNextPausedRequest() async throws {
    struct Paused: Decodable { let requestId: String }
    var paused: Paused?
    try await EndToEndTests.wait(for: "the answer to come") {
      let event = devTools.events.last { $0.session == session && $0.method == "Fetch.requestPaused" }
      paused = try event.map { try JSONDecoder().decode(Paused.self, from: $0.parameters) }
      return paused != nil
    }
    let request = try #require(paused)
    try await call(
      "Fetch.failRequest",
      ["requestId": request.requestId, "errorReason": "ConnectionReset"]
    )
  }
}
