import TestSupport
import Testing

@testable import Toolkit

@Suite struct SameTextTests {
  @Test func `two texts are the same when their bytes are the same`() {
    let groups = ["\u{E9}", "e\u{301}", "\u{E9}", "a"].grouped(by: \.self)
    #expect(groups.mapValues(\.count) == [[0xC3, 0xA9]: 2, [0x65, 0xCC, 0x81]: 1, [0x61]: 1])
  }

  @Test func `elements that share a text are returned group by group, in the order of the texts`() {
    let users = [("z", 1), ("b", 2), ("z", 3), ("a", 4), ("b", 5), ("Z", 6)]
    let shared = users.sharing(\.0).map { $0.map(\.1) }
    #expect(shared == [[2, 5], [1, 3]])
    #expect([String]().sharing(\.self).isEmpty)
  }
}
