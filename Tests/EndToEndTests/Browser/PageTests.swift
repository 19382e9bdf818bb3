import Foundation
import TestSupport
import Testing

/// What a person does with the page, in a browser, on the servers of the local stack.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct PageTests {
  @Test func `a message is sent, and appears in another user's window without reloading`() async throws {
    try await withPage { page in
      let phidel = try await page.open(as: "phidel")
      let sama = try await page.open(as: "Sama")
      #expect(try await phidel.messages() == Array(page.texts().suffix(20)))
      #expect(try await phidel.value("document.querySelector('#partner-handle').textContent") == "@Sama")
      try await phidel.send("Is anybody there?")
      try await sama.wait(untilShown: "Is anybody there?")
      try await sama.send("I am")
      try await phidel.wait(untilShown: "I am")
      #expect(try await page.texts().suffix(2) == ["Is anybody there?", "I am"])
      let last = "[...document.querySelectorAll('#messages li')].slice(-2).map(item => item.className)"
      #expect(try await phidel.value(last) == ["mine", ""])
      #expect(try await sama.value(last) == ["", "mine"])
      let announced = "document.querySelector('#announcement').textContent"
      #expect(try await phidel.value(announced) == "Sama: I am")
      #expect(phidel.problems + sama.problems == [])
      #expect(!page.server.stderr.contains("anybody there"))
    }
  }

  @Test func `from the seed to the tail: a message that the page sends puts its conversation first`()
    async throws
  {
    try await withPage(
      prepare: { world, database, table in
        try await database.addUser(handle: "Zoe")
        for handle in ["phidel", "Sama"] {
          try await world.output(
            of: "ddb-patterns",
            ["create-message-group", "--from", handle, "--to", "Zoe", "first", "--table", table]
          )
        }
      }
    ) { page in
      let arguments = ["tail", "--group", PageWorld.group, "--table", page.table]
      let tail = try BackgroundTool("ddb-patterns", arguments, in: page.world)
      let follower = try BackgroundTool(
        "cruddur-messaging-stream",
        ["--follow", "--table", page.table],
        in: page.world
      )
      let ends = try await tail.run { tail in
        try await wait(for: "tail to begin") { tail.stderr.contains("new messages of") }
        let end = try await follower.run { _ in
          let phidel = try await page.open(as: "phidel")
          let sama = try await page.signIn(as: "Sama")
          try await sama.wait(until: "document.querySelectorAll('#group-list li').length === 2")
          #expect(try await phidel.conversations().first == "Zoe: first")
          try await phidel.send("See you there")
          for (tab, other) in [(phidel, "Sama"), (sama, "phidel")] {
            let first = "document.querySelector('#group-list li')"
            try await tab.wait(
              until: "\(first).querySelector('.preview').textContent === 'See you there'"
            )
            #expect(try await tab.conversations() == ["\(other): See you there", "Zoe: first"])
          }
          #expect(try await sama.value("document.querySelector('#group-list li').className") == "new")
          try await wait(for: "the line of tail") { tail.stdout.hasSuffix("  phidel: See you there\n") }
          #expect(phidel.problems + sama.problems == [])
        }
        #expect(end == 130, "\(follower.stderr)")
      }
      #expect(ends == 130)
    }
  }

  @Test func `without a stream the page finds new messages by itself`() async throws {
    try await withPage(hasStream: false) { page in
      let tab = try await page.open(as: "phidel")
      try await page.write(["out of the blue"])
      try await tab.wait(untilShown: "out of the blue")
      #expect(tab.problems == [])
    }
  }

  @Test func `a conversation is begun by naming its partner, and only once`() async throws {
    try await withPage(prepare: { _, database, _ in try await database.addUser(handle: "Zoe") }) { page in
      let tab = try await page.signIn(as: "phidel")
      try await tab.focus("#new-handle")
      try await tab.type("@Zoe")
      try await tab.press(.enter)
      try await tab.wait(until: "document.activeElement.id === 'text'")
      #expect(try await tab.value("document.querySelector('#partner-handle').textContent") == "@Zoe")
      #expect(try await tab.value("location.pathname") == "/messages/new/@Zoe")
      try await tab.send("Hello Zoe")
      let path: String = try await tab.value("location.pathname")
      #expect(path.hasPrefix("/messages/") && !path.contains("new"))
      try await tab.wait(until: "document.querySelectorAll('#group-list li').length === 2")
      let again = try await page.signIn(as: "phidel", at: "/messages/new/@Zoe")
      try await again.wait(until: "location.pathname === \(Tab.quoted(path))")
      let nobody = try await page.signIn(as: "phidel", at: "/messages/new/@nobody")
      try await nobody.wait(
        until: "document.querySelector('#notice').textContent === 'There is no user @nobody.'"
      )
      #expect(try await nobody.value("document.querySelector('#text').disabled"))
      #expect(tab.problems + again.problems + nobody.problems == [])
    }
  }

  @Test func `the conversation of others is not shown, and signing out leaves nothing behind`() async throws {
    try await withPage(prepare: { _, database, _ in try await database.addUser(handle: "Zoe") }) { page in
      let zoe = try await page.signIn(as: "Zoe", at: PageWorld.conversation)
      try await zoe.wait(until: "document.querySelector('#notice').textContent.includes('None of your')")
      #expect(try await zoe.messages() == [])
      let phidel = try await page.open(as: "phidel")
      try await phidel.focus("#text")
      try await phidel.type("half a thought")
      try await phidel.click("#sign-out")
      try await phidel.wait(until: "document.querySelector('#users button')")
      #expect(try await phidel.value("sessionStorage.length + localStorage.length") == 0)
      #expect(try await phidel.value("document.querySelectorAll('#messages li, #group-list li').length") == 0)
      #expect(try await phidel.value("document.querySelector('#text').value") == "")
      #expect(zoe.problems + phidel.problems == [])
    }
  }

  /// The first answer comes when the request for changes has also asked for the conversation, and that answer
  /// when the notice is shown.
  @Test func `the notice about the conversation of others stays, although it was requested twice`()
    async throws
  {
    let isShown = "document.querySelector('#notice').textContent.includes('None of your')"
    let script = """
      const original = window.fetch;
      const until = (condition) => new Promise((resolve) => {
        const check = () => condition() ? resolve() : requestAnimationFrame(check);
        check();
      });
      let asked = 0;
      window.changes = 0;
      window.fetch = async (path, options) => {
        const number = path.startsWith("/api/messages/") ? asked += 1 : 0;
        const answer = await original(path, options);
        if (number === 1) await until(() => asked > 1);
        if (number === 2) await until(() => \(isShown));
        if (path.startsWith("/api/changes")) window.changes += 1;
        return answer;
      }
      """
    try await withPage(prepare: { _, database, _ in try await database.addUser(handle: "Zoe") }) { page in
      let zoe = try await page.signIn(as: "Zoe", at: PageWorld.conversation, after: script)
      try await zoe.wait(until: isShown)
      try await page.world.output(
        of: "ddb-patterns",
        ["create-message-group", "--from", "Sama", "--to", "Zoe", "Hello", "--table", page.table]
      )
      try await zoe.wait(until: "document.querySelectorAll('#group-list li').length === 1")
      #expect(try await zoe.value("window.changes") >= 2)
      #expect(try await zoe.value(isShown))
    }
  }

  @Test func `a message counts as many characters as the server counts, and no more than 1,024`()
    async throws
  {
    try await withPage { page in
      let tab = try await page.open(as: "phidel")
      let longest = String(repeating: "👋", count: 512)
      try await tab.focus("#text")
      try await tab.type(longest + "!")
      #expect(try await tab.value("document.querySelector('#count').textContent") == "-1")
      #expect(try await tab.value("document.querySelector('#send').disabled"))
      try await tab.press(.enter)
      #expect(try await tab.value("document.querySelector('#text').value.length") == 1_025)
      _ = try await tab.value("document.querySelector('#text').select() ?? true", as: Bool.self)
      try await tab.send(longest)
      #expect(try await page.texts().last == longest)
      #expect(try await tab.value("document.querySelector('#count').textContent") == "1024")
      #expect(tab.problems == [])
    }
  }
}
