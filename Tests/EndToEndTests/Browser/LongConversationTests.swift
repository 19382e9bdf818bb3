import Foundation
import TestSupport
import Testing

/// A conversation of 2,000 messages, and a page that shows 10,000. Copies that are made in the page stand for
/// the others, because moto looks at the whole conversation for each page of 20 messages.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct LongConversationTests {
  private static let count = 2_000
  private static let shown = 10_000

  @Test func `2,000 messages are paged back to the first, and a page of 10,000 stays quick`() async throws {
    try await withPage(
      prepare: { world, _, table in
        let file = try world.file("messages.jsonl", Self.items().utf8)
        try await world.output(of: "ddb-load", [file, "--table", table])
      }
    ) { page in
      let tab = try await page.open(as: "phidel")
      #expect(try await tab.messages().last == "message \(Self.count - 1)")
      let quick = try await secondsOfAKey(in: tab)
      try await tab.readBack()
      let texts = try await tab.messages()
      #expect(texts.count == Self.count + 104)
      #expect(texts.suffix(Self.count).elementsEqual((0..<Self.count).map { "message \($0)" }))
      try await tab.copyMessages(upTo: Self.shown)
      let full = try await secondsOfAKey(in: tab)
      // A person notices no delay below 0.1 s, on a machine that has time for the page.
      let slowdown = try await Yardstick.slowdown(for: full, promise: 0.1, in: page.world)
      #expect(full < 0.1 * slowdown, "a key takes \(full) s, and \(quick) s with few messages; \(slowdown)")
      try await tab.send("And one more")
      #expect(tab.problems == [])
    }
  }

  /// The shortest time from a change of the text to the next frame, of 20 tries.
  private func secondsOfAKey(in tab: Tab) async throws -> Double {
    let milliseconds: Double = try await tab.value(
      """
      (async () => {
        const box = document.querySelector('#text');
        const frame = () => new Promise(requestAnimationFrame);
        let best = Infinity;
        for (let number = 0; number < 20; number += 1) {
          await frame();
          const start = performance.now();
          box.value = 'x'.repeat(number);
          box.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await frame();
          box.getBoundingClientRect();
          best = Math.min(best, performance.now() - start);
        }
        box.value = '';
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        return best;
      })()
      """
    )
    return milliseconds / 1_000
  }

  /// Messages of the next second: after those of the seed, and before those that the test sends.
  private static func items() -> String {
    let second = Date.now.addingTimeInterval(1).ISO8601Format().dropLast()
    return (0..<count).map { number in
      let moment = "\(second).\(String(format: "%06d", number))+00:00"
      return """
        {"pk":"MSG#\(PageWorld.group)","sk":"\(moment)","message":"message \(number)",\
        "message_uuid":"m\(number)","user_uuid":"u","user_handle":"\(number % 3 == 0 ? "Sama" : "phidel")",\
        "user_display_name":"Somebody"}
        """
    }.joined(separator: "\n")
  }
}

extension Tab {
  /// Scrolls up until the first message is there.
  fileprivate func readBack(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    var shown = 0
    while try await value("!document.querySelector('#earlier').hidden", as: Bool.self) {
      _ = try await value("(document.querySelector('#scroller').scrollTop = -1e9) < 0", as: Bool.self)
      try await wait(
        until: "document.querySelectorAll('#messages li').length > \(shown)"
          + " || document.querySelector('#earlier').hidden",
        sourceLocation: sourceLocation
      )
      shown = try await value("document.querySelectorAll('#messages li').length")
    }
  }
  /// Puts copies of the messages that are shown before them, until the page shows `count`.
  fileprivate func copyMessages(upTo count: Int) async throws {
    let shown: Int = try await value(
      """
      (() => {
        const list = document.querySelector('#messages');
        const originals = [...list.querySelectorAll('li')];
        for (let number = originals.length; number < \(count); number += 1) {
          list.prepend(originals[number % originals.length].cloneNode(true));
        }
        return list.querySelectorAll('li').length;
      })()
      """
    )
    #expect(shown == count)
  }
}
