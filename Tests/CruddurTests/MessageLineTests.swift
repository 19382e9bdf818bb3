import AWS
import CruddurAWS
import Foundation
import TestSupport
import Testing
import Toolkit

@testable import Cruddur

@Suite struct MessageLineTests {
  private static func item(_ handle: String, _ sortKey: String, _ message: String) -> JSONValue {
    [
      "user_handle": ["S": .string(handle)], "sk": ["S": .string(sortKey)],
      "message": ["S": .string(message)],
    ]
  }

  @Test(arguments: [
    ("phidel", "not a time", "short", "phidel      not a time            short..."),
    ("a-very-long-handle", "x", "", "a-very-long-handlex                     ..."),
    ("é🙂", "e\u{301}", "m", "é🙂          e\u{301}                    m..."),
    (
      "h", "s", String(repeating: "🙂", count: 41),
      "h           s                     " + String(repeating: "🙂", count: 40) + "..."
    ),
    (
      "h", "s", String(repeating: "e\u{301}", count: 21),
      "h           s                     " + String(repeating: "e\u{301}", count: 20) + "..."
    ),
  ])
  func `columns and cuts are counted in code points, as Python counts them`(
    handle: String,
    sortKey: String,
    message: String,
    text: String
  ) throws {
    let line = try #require(MessageLine(Self.item(handle, sortKey, message)))
    #expect(Array(line.text(onTerminal: false).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test func `times are local`() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("TZ", "XXX-02", 1)
      tzset()
      let line = try #require(
        MessageLine(MessageLineTests.item("phidel", "2023-03-26T18:04:14.000000+00:00", "hi"))
      )
      #expect(line.text(onTerminal: false) == "phidel      2023-03-26 08:04 PM   hi...")
    }
  }

  @Test(arguments: ["user_handle", "sk", "message"])
  func `an item that lacks an attribute is not a message`(name: String) throws {
    let members = try #require(Self.item("a", "b", "c").members)
    #expect(MessageLine(.object(members.filter { $0.name != name })) == nil)
    #expect(
      MessageLine(
        .object(members.map { .init(name: $0.name, value: $0.name == name ? ["N": "1"] : $0.value) })
      ) == nil
    )
  }
}
