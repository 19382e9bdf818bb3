import AWS
import Cruddur
import CruddurAWS
import Synchronization
import TestSupport
import Testing
import Toolkit

@Suite(.inTurn) struct GroupUpdaterRandomTests {
  private static let groups = 8
  private static let users = ["ann", "bob", "cid", "dan", "eve"]

  /// The pairs of users who have a group: they share users, so that their rows can get into each other's way.
  private static func users(of group: Int) -> (String, String) {
    (users[group % users.count], users[(group + 1 + group / users.count) % users.count])
  }

  /// Of five requests one fails, in one of these ways.
  private static func fault(_ operation: String, _ generator: inout SeededGenerator) -> MemoryTable.Fault? {
    guard Int.random(in: 0..<5, using: &generator) == 0 else { return nil }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return .cancelled("TransactionConflict")
    case 1: return .cancelled("ThrottlingError")
    case 2: return .cancelled("ValidationError")
    case 3: return .refused("ProvisionedThroughputExceededException", status: 400)
    case 4: return .refused("InternalServerError", status: 500)
    default: return .lostAnswer
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `10,000 records at random, with one fault in five requests, leave each group at its newest message`(
    seed: UInt64
  ) async throws {
    let faults = Mutex(SeededGenerator(seed: seed))
    let world = MessagingWorld(
      MemoryTable(
        fault: { operation, _ in faults.withLock { Self.fault(operation, &$0) } },
        keepsIndexUp: { _ in faults.withLock { Int.random(in: 0..<3, using: &$0) > 0 } }
      )
    )
    for group in 0..<Self.groups { world.addGroup("g\(group)", Self.users(of: group), at: moment(group)) }
    var generator = SeededGenerator(seed: seed &+ 100)
    let (records, newest) = Self.records(5_000, &generator)
    let failures = try await deliver(Self.deliveries(of: records, &generator), to: world.updater())
    #expect(failures > 0)
    #expect(world.table.rows.count == 2 * Self.groups)
    for group in 0..<Self.groups {
      let (first, second) = Self.users(of: group)
      for owner in [first, second] {
        let rows = world.rows(of: "g\(group)", owner: owner)
        #expect(
          rows.map(\.message) == [newest["g\(group)"]?.text].compactMap(\.self),
          "group \(group), \(owner)"
        )
        let sentAt = try #require(newest["g\(group)"]).microseconds
        #expect((0..<Self.groups).map { moment(sentAt + $0) }.contains(rows.first?.sortKey ?? ""))
      }
    }
    #expect(world.table.rows.values.filter { $0["extra"] != nil }.count == Self.groups(of: "ann"))
  }

  private static func groups(of user: String) -> Int {
    (0..<groups).filter { users(of: $0).0 == user || users(of: $0).1 == user }.count
  }

  /// Messages of all groups, many of them of the same microsecond as one of another group; and each group's
  /// newest one.
  private static func records(
    _ count: Int,
    _ generator: inout SeededGenerator
  ) -> ([StreamRecord], [String: (microseconds: Int, text: String)]) {
    var newest: [String: (microseconds: Int, text: String)] = [:]
    let records = (0..<count).map { number in
      let group = Int.random(in: 0..<groups, using: &generator)
      let time = 1_000 * (1 + number / 3)
      let taken = newest["g\(group)"].map { $0.microseconds >= time } ?? false
      let microseconds = taken ? (newest["g\(group)"]?.microseconds ?? 0) + 100 : time
      newest["g\(group)"] = (microseconds, "m\(number)")
      return insert("m\(number)", into: "g\(group)", at: microseconds, by: users(of: group).0)
    }
    return (records, newest)
  }

  /// Every record twice, near its place in the order, in batches of up to 100.
  private static func deliveries(
    of records: [StreamRecord],
    _ generator: inout SeededGenerator
  ) -> [[StreamRecord]] {
    let keyed = (records + records).enumerated().map { offset, record in
      (place: offset % records.count + Int.random(in: 0..<60, using: &generator), record)
    }
    var rest = keyed.sorted { $0.place < $1.place }.map(\.1)[...]
    var batches: [[StreamRecord]] = []
    while !rest.isEmpty {
      let batch = rest.prefix(Int.random(in: 1...100, using: &generator))
      batches.append(Array(batch))
      rest = rest.dropFirst(batch.count)
    }
    return batches
  }

  /// As Lambda does it: the reported record and all after it are delivered again.
  ///
  /// - Returns: How often a batch failed.
  private func deliver(_ batches: [[StreamRecord]], to updater: GroupUpdater) async throws -> Int {
    var failures = 0
    for var batch in batches {
      while let failed = try await updater.process(batch) {
        let number = failed.record.sequenceNumber
        let place = try #require(batch.firstIndex { $0.sequenceNumber == number })
        batch = Array(batch[place...])
        failures += 1
      }
    }
    return failures
  }
}
