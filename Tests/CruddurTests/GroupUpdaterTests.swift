import AWS
import Cruddur
import CruddurAWS
import TestSupport
import Testing
import Toolkit

@Suite(.inTurn) struct GroupUpdaterTests {
  @Test func `a message moves both rows to its moment, with its text and all their attributes`() async throws
  {
    let world = MessagingWorld()
    world.addGroup("g")
    #expect(try await world.process(insert("hello", at: 5)) == nil)
    #expect(world.summary(of: "g") == ["ann 00:00:00.000005+00:00 hello", "bob 00:00:00.000005+00:00 hello"])
    #expect(world.table.rows[.init(partition: "GRP#ann", sort: moment(5))]?["extra"] == "kept")
    #expect(world.table.rows.count == 2)
    #expect(world.log.outcomes == [.moved])
  }

  @Test func `a batch that is delivered again changes nothing`() async throws {
    let world = MessagingWorld()
    world.addGroup("g")
    let updater = try world.updater()
    let batch = [insert("one", at: 1), insert("two", at: 2)]
    _ = try await updater.process(batch)
    let rows = world.table.rows
    #expect(try await updater.process(batch) == nil)
    #expect(world.table.rows == rows)
    #expect(world.log.outcomes == [.superseded, .moved, .superseded, .current])
  }

  @Test func `an older message that is delivered late changes nothing`() async throws {
    let world = MessagingWorld()
    world.addGroup("g")
    _ = try await world.process(insert("new", at: 7))
    #expect(try await world.process(insert("old", at: 3)) == nil)
    #expect(world.summary(of: "g") == ["ann 00:00:00.000007+00:00 new", "bob 00:00:00.000007+00:00 new"])
  }

  @Test func `100 records of one group cost one transaction, for the newest`() async throws {
    let world = MessagingWorld()
    world.addGroup("g")
    let transport = world.table.transport
    let records = (1...100).shuffled().map { insert("m\($0)", at: $0) }
    #expect(try await world.updater(transport).process(records) == nil)
    #expect(world.rows(of: "g", owner: "bob").map(\.message) == ["m100"])
    #expect(transport.requests.map(\.operation) == ["Query", "TransactWriteItems"])
  }

  @Test func `100 groups in a batch are all moved`() async throws {
    let world = MessagingWorld()
    for number in 1...100 { world.addGroup("g\(number)", ("a\(number)", "b\(number)")) }
    let records = (1...100).map { insert("m\($0)", into: "g\($0)", at: $0, by: "a\($0)") }
    #expect(try await world.updater().process(records) == nil)
    let messages = (1...100).flatMap { world.rows(of: "g\($0)", owner: "b\($0)").map(\.message) }
    #expect(messages == (1...100).map { "m\($0)" })
  }

  @Test func `a message of the row's own moment updates the text in place`() async throws {
    let world = MessagingWorld()
    world.addGroup("g", at: moment(4))
    #expect(try await world.process(insert("other", at: 4)) == nil)
    #expect(world.rows(of: "g", owner: "ann").map(\.message) == ["other"])
    #expect(try await world.process(insert("other", at: 4)) == nil)
    #expect(world.log.outcomes == [.moved, .current])
  }

  @Test func `a group with one row is moved, whichever user's row it is`() async throws {
    for owner in ["ann", "bob"] {
      let world = MessagingWorld()
      world.addRow(of: "g", owner: owner, partner: owner == "ann" ? "bob" : "ann")
      #expect(try await world.process(insert("hello", at: 5, by: "ann")) == nil)
      #expect(world.rows(of: "g", owner: owner).map(\.message) == ["hello"])
      #expect(world.table.rows.count == 1)
    }
  }

  @Test func `a group without rows is left alone`() async throws {
    let world = MessagingWorld()
    #expect(try await world.process(insert("hello", at: 5)) == nil)
    #expect(world.table.rows.isEmpty)
    #expect(world.log.outcomes == [.noGroup])
  }

  @Test func `two groups of one user that get messages in one microsecond both keep their rows`() async throws
  {
    let world = MessagingWorld()
    world.addGroup("g")
    world.addGroup("h", ("ann", "cid"), at: moment(1))
    #expect(try await world.process(insert("one", at: 5), insert("two", into: "h", at: 5)) == nil)
    #expect(world.table.rows.count == 4)
    #expect(world.summary(of: "g") == ["ann 00:00:00.000005+00:00 one", "bob 00:00:00.000005+00:00 one"])
    #expect(
      world.summary(of: "h", ("ann", "cid")) == [
        "ann 00:00:00.000006+00:00 two", "cid 00:00:00.000005+00:00 two",
      ]
    )
    let rows = world.table.rows
    _ = try await world.process(insert("two", into: "h", at: 5), insert("one", at: 5))
    #expect(world.table.rows == rows)
  }

  @Test func `any number of groups of one user may get messages in one microsecond`() async throws {
    let world = MessagingWorld()
    let groups = 1...20
    for number in groups { world.addGroup("g\(number)", ("ann", "b\(number)"), at: moment(1 + number)) }
    let batch = groups.map { insert("m\($0)", into: "g\($0)", at: 50) }
    #expect(try await world.updater().process(batch) == nil)
    for number in groups {
      #expect(world.rows(of: "g\(number)", owner: "ann").map(\.sortKey) == [moment(49 + number)])
      #expect(world.rows(of: "g\(number)", owner: "b\(number)").map(\.sortKey) == [moment(50)])
    }
    let rows = world.table.rows
    #expect(try await world.updater().process(batch.reversed()) == nil)
    #expect(world.table.rows == rows)
  }

  @Test func `several rows of one user become one`() async throws {
    let world = MessagingWorld()
    world.addGroup("g")
    world.addRow(of: "g", owner: "ann", partner: "bob", at: moment(2))
    #expect(try await world.process(insert("hello", at: 5)) == nil)
    #expect(world.rows(of: "g", owner: "ann").map(\.message) == ["hello"])
  }

  @Test(arguments: [
    record("MODIFY", "1", pk: "MSG#g") { $0 + [.init(name: "message", value: ["S": "x"])] },
    record("REMOVE", "1", pk: "MSG#g"),
    record("INSERT", "1", pk: "GRP#ann") { $0 + [.init(name: "message", value: ["S": "x"])] },
    record("RENAME", "1", pk: "MSG#g"),
  ])
  func `what is not a new message is ignored`(record: StreamRecord) async throws {
    let world = MessagingWorld()
    world.addGroup("g")
    #expect(try await world.process(record) == nil)
    #expect(world.log.outcomes == [.ignored])
    #expect(world.table.count == 0)
  }

  @Test(arguments: [
    record("INSERT", "1", pk: "MSG#g"),
    record("INSERT", "1", pk: "MSG#g") { $0 },
    record("INSERT", "1", pk: "MSG#g") { $0 + [.init(name: "message", value: ["N": "1"])] },
  ])
  func `a malformed record is skipped, and those after it are processed`(record: StreamRecord) async throws {
    let world = MessagingWorld()
    world.addGroup("g")
    #expect(try await world.process(record, insert("hello", at: 5)) == nil)
    #expect(world.log.outcomes == [.malformed, .moved])
    #expect(world.rows(of: "g", owner: "ann").map(\.message) == ["hello"])
  }

  @Test func `sort keys without a zone are UTC`() async throws {
    let world = MessagingWorld()
    world.addGroup("g", at: "2023-03-26T00:00:00")
    _ = try await world.process(insert("hello", at: 5))
    #expect(world.rows(of: "g", owner: "ann").map(\.sortKey) == [moment(5)])
  }
}

extension HTTPRequest {
  var operation: String { headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init) ?? "" }
}
