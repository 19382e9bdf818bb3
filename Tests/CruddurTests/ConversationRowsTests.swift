import AWS
import CruddurAWS
import TestSupport
import Testing
import Toolkit

@testable import Cruddur

@Suite struct ConversationRowsTests {
  private static let mine = User(
    uuid: "00000000-0000-0000-0000-00000000000a",
    displayName: "É \"1\"",
    handle: "phidel"
  )
  private static let other = User(
    uuid: "00000000-0000-0000-0000-00000000000b",
    displayName: "Sama",
    handle: "Sama"
  )
  private static let rows = ConversationRows(
    group: .week5,
    mine: mine,
    other: other,
    start: Timestamp(microseconds: 1_679_853_854_000_000)
  )

  private func attributes(_ row: TableRow) throws -> [String] {
    try JSONValue(parsing: Item(row).document).members?.map {
      "\($0.name)=\($0.value["S"]?.string ?? "no text")"
    }
      ?? []
  }

  @Test func `each user gets a row that names the other one`() throws {
    let groups = Self.rows.groups
    #expect(groups.count == 2)
    #expect(
      try attributes(groups[0]) == [
        "pk=GRP#00000000-0000-0000-0000-00000000000a", "sk=2023-03-26T18:04:14.000000+00:00",
        "message_group_uuid=5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "message=this is a filler message",
        "user_uuid=00000000-0000-0000-0000-00000000000b", "user_display_name=Sama", "user_handle=Sama",
      ]
    )
    #expect(try attributes(groups[1])[0] == "pk=GRP#00000000-0000-0000-0000-00000000000b")
    #expect(try attributes(groups[1]).suffix(2) == ["user_display_name=É \"1\"", "user_handle=phidel"])
  }

  @Test func `a message has the sender, the id and the time of its line`() throws {
    let line = try #require(ConversationLine(Array("Person 2: hello".utf8)[...]))
    #expect(
      try attributes(Self.rows.message(line, at: 103)) == [
        "pk=MSG#5ae290ed-55d1-47a0-bc6d-fe2bc2700399", "sk=2023-03-26T19:47:14.000000+00:00",
        "message_uuid=\(MessageGroupID.week5.messageID(sortKey: "2023-03-26T19:47:14.000000+00:00"))",
        "message=hello", "user_uuid=00000000-0000-0000-0000-00000000000b", "user_display_name=Sama",
        "user_handle=Sama",
      ]
    )
    let own = try #require(ConversationLine(Array("Person 1: hi".utf8)[...]))
    #expect(try attributes(Self.rows.message(own, at: 0)).contains("user_handle=phidel"))
  }

  @Test func `the keys of a conversation are all different`() throws {
    let line = try #require(ConversationLine(Array("Person 1: same".utf8)[...]))
    #expect(Set((0..<1_000).map { Self.rows.message(line, at: $0).sortKey }).count == 1_000)
  }

  struct MessageID: Decodable, Sendable {
    let group: String
    let sortKey: String
    let id: String
  }

  @Test func `a message's id is Python's uuid5 of group and sort key`() throws {
    let rows: [MessageID] = try Vectors.load("message-ids", count: 12)
    for row in rows {
      let group = try #require(MessageGroupID(row.group))
      #expect(group.messageID(sortKey: row.sortKey) == row.id)
    }
  }

  @Test func `a group's id is read in any case and written in lower case`() {
    #expect(MessageGroupID.week5.description == "5ae290ed-55d1-47a0-bc6d-fe2bc2700399")
    #expect(MessageGroupID("5AE290ED-55D1-47A0-BC6D-FE2BC2700399") == .week5)
    for text in ["", "5ae290ed", "5ae290ed-55d1-47a0-bc6d-f", "5ae290ed55d147a0bc6dfe2bc2700399"] {
      #expect(MessageGroupID(text) == nil)
    }
  }
}
