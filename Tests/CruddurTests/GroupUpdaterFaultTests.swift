import AWS
import Cruddur
import CruddurAWS
import TestSupport
import Testing
import Toolkit

@Suite(.inTurn) struct GroupUpdaterFaultTests {
  @Test(arguments: ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
  func `a transaction that conflicts with another writer is retried`(reason: String) async throws {
    let world = MessagingWorld(
      MemoryTable { $0 == "TransactWriteItems" && $1 < 4 ? .cancelled(reason) : nil }
    )
    world.addGroup("g")
    #expect(try await world.process(insert("hello", at: 5)) == nil)
    #expect(world.rows(of: "g", owner: "bob").map(\.message) == ["hello"])
    #expect(world.table.count == 6)
  }

  @Test func `a transaction that is refused permanently is reported, and later records are left`()
    async throws
  {
    let world = MessagingWorld(MemoryTable { _, number in number == 3 ? .cancelled("ValidationError") : nil })
    for group in ["g", "h", "i"] { world.addGroup(group, ("\(group)1", "\(group)2")) }
    let failed = try await world.process(
      insert("a", into: "g", at: 1, by: "g1"),
      insert("b", into: "h", at: 2, by: "h1"),
      insert("c", into: "i", at: 3, by: "i1")
    )
    #expect(failed == "b")
    #expect(world.log.outcomes == [.moved, .failed])
    #expect(world.rows(of: "i", owner: "i1").map(\.message) == ["first"])
  }

  @Test func `of a group's records the first is reported, although the newest failed`() async throws {
    let world = MessagingWorld(
      MemoryTable { operation, _ in
        operation == "TransactWriteItems" ? .cancelled("ValidationError") : nil
      }
    )
    world.addGroup("g")
    let failed = try await world.process(insert("a", at: 1), insert("b", at: 2))
    #expect(failed == "a")
  }

  @Test func `an index that lags for a second makes no difference`() async throws {
    // Until 15 requests have been made, the index has the rows as they were before the first message.
    let world = MessagingWorld(MemoryTable(keepsIndexUp: { $0 > 15 }))
    world.addGroup("g")
    let updater = try world.updater()
    #expect(try await updater.process([insert("one", at: 1)]) == nil)
    #expect(try await updater.process([insert("two", at: 2)]) == nil)
    #expect(try await updater.process([insert("old", at: 1, number: "again")]) == nil)
    #expect(world.summary(of: "g") == ["ann 00:00:00.000002+00:00 two", "bob 00:00:00.000002+00:00 two"])
    #expect(world.table.rows.count == 2)
  }

  @Test func `an index that does not have a new group yet makes no difference`() async throws {
    let world = MessagingWorld(MemoryTable(keepsIndexUp: { _ in false }))
    world.addGroup("g")
    let updater = try world.updater(
      ScriptedTransport(
        [
          .answer(200, #"{"Items":[]}"#),
          .computed {
            try await world.table.transport.send($0, timeouts: .init(connect: .seconds(1), read: .seconds(1)))
          },
        ],
        repeatsLast: true
      )
    )
    #expect(try await updater.process([insert("one", at: 1)]) == nil)
    #expect(world.rows(of: "g", owner: "bob").map(\.message) == ["one"])
  }

  @Test func `a stale row whose key another group has now is not touched`() async throws {
    let world = MessagingWorld(MemoryTable(keepsIndexUp: { _ in false }))
    world.addGroup("g", at: moment(1))
    // The group has moved on, and another group's row lies where the index still shows this one's.
    world.table.remove(.init(partition: "GRP#ann", sort: moment(1)))
    world.addRow(of: "other", owner: "ann", partner: "cid", at: moment(1))
    world.addRow(of: "g", owner: "ann", partner: "bob", at: moment(2))
    #expect(try await world.process(insert("hello", at: 5)) == nil)
    #expect(world.rows(of: "other", owner: "ann").map(\.sortKey) == [moment(1)])
    #expect(world.rows(of: "g", owner: "ann").map(\.message) == ["hello"])
  }

  @Test func `a request whose answer is lost is sent again, which changes nothing`() async throws {
    let world = MessagingWorld(MemoryTable { $0 == "TransactWriteItems" && $1 == 1 ? .lostAnswer : nil })
    world.addGroup("g")
    #expect(try await world.process(insert("hello", at: 5)) == nil)
    #expect(world.summary(of: "g") == ["ann 00:00:00.000005+00:00 hello", "bob 00:00:00.000005+00:00 hello"])
    #expect(world.table.rows.count == 2)
  }

  @Test func `work is cancelled before the deadline, and the record is reported`() async throws {
    var world = MessagingWorld(MemoryTable { _, number in number == 3 ? .silence : nil })
    for group in ["g", "h", "i"] { world.addGroup(group, ("\(group)1", "\(group)2")) }
    let table = world.table
    let noon = WallClock.noon.now()
    // The time that is left runs out when the second group's transaction is under way.
    world.clock = WallClock(
      now: { noon },
      sleep: { duration in
        #expect(duration == .milliseconds(2_500))
        while table.count < 4 { try await Task.sleep(for: .milliseconds(5)) }
      }
    )
    let failed = try await world.process(
      insert("a", into: "g", at: 1, by: "g1"),
      insert("b", into: "h", at: 2, by: "h1"),
      insert("c", into: "i", at: 3, by: "i1"),
      deadline: Timestamp(microseconds: noon.microseconds + 3_000_000)
    )
    #expect(failed == "b")
    #expect(world.log.outcomes == [.moved, .failed])
    #expect(table.count == 4)
  }

  @Test func `no work begins when the deadline is near`() async throws {
    let world = MessagingWorld()
    world.addGroup("g")
    let soon = Timestamp(microseconds: WallClock.noon.now().microseconds + 400_000)
    #expect(try await world.process(insert("a", at: 1), deadline: soon) == "a")
    #expect(world.table.count == 0)
  }
}
