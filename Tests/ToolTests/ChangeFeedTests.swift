import Testing
import Toolkit

@testable import cruddur_api

@Suite struct ChangeFeedTests {
  private let feed = ChangeFeed(start: Timestamp(microseconds: 5_000_000))

  private func newest() async -> Int {
    await feed.changes(after: nil, of: "ann", within: .zero).number
  }

  @Test func `changes are reported to the conversation's users, each conversation once`() async {
    feed.follow(true)
    let start = await newest()
    feed.add(group: "g", users: ["ann", "bob"])
    feed.add(group: "h", users: ["bob", "cid"])
    feed.add(group: "g", users: ["ann", "bob"])
    let ann = await feed.changes(after: start, of: "ann", within: .zero)
    #expect(ann == .init(number: start + 3, groups: ["g"], hasStream: true))
    #expect(await feed.changes(after: start, of: "bob", within: .zero).groups == ["g", "h"])
    #expect(await feed.changes(after: start + 1, of: "ann", within: .zero).groups == ["g"])
    #expect(await feed.changes(after: start + 3, of: "ann", within: .zero).groups == [])
  }

  @Test func `a waiting user gets the next change in a conversation of their own only`() async {
    feed.follow(true)
    let start = await newest()
    async let change = feed.changes(after: start, of: "ann", within: .seconds(60))
    feed.add(group: "h", users: ["bob"])
    feed.add(group: "g", users: ["ann"])
    #expect(await change.groups == ["g"])
  }

  @Test func `without a change a waiting user is answered at the time limit, and when the server stops`()
    async
  {
    feed.follow(true)
    let start = await newest()
    let reading = await feed.changes(after: start, of: "ann", within: .milliseconds(20))
    #expect(reading == .init(number: start, hasStream: true))
    async let waiting = feed.changes(after: start, of: "ann", within: .seconds(600))
    feed.stop()
    #expect(await waiting.groups == [])
  }

  @Test func `a cancelled wait is answered at once`() async {
    feed.follow(true)
    let start = await newest()
    let task = Task { [feed] in await feed.changes(after: start, of: "ann", within: .seconds(600)) }
    task.cancel()
    #expect(await task.value.groups == [])
  }

  @Test func `for a number of another run, or one that is too old, the answer is marked incomplete`() async {
    feed.follow(true)
    for number in [0, -1, 4_999, Int.max] {
      #expect(await !feed.changes(after: number, of: "ann", within: .seconds(600)).isComplete)
    }
    let start = await newest()
    for _ in 0...10_000 { feed.add(group: "g", users: ["ann"]) }
    #expect(await !feed.changes(after: start, of: "ann", within: .zero).isComplete)
    #expect(await feed.changes(after: start + 10_000, of: "ann", within: .zero).isComplete)
  }

  @Test func `without a stream nobody waits, and afterwards earlier numbers are marked incomplete`() async {
    let start = await newest()
    let reading = await feed.changes(after: start, of: "ann", within: .seconds(600))
    #expect(!reading.hasStream)
    feed.follow(true)
    #expect(await !feed.changes(after: start, of: "ann", within: .zero).isComplete)
  }
}
