import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct TableWaiterTests {
  typealias Step = ScriptedTransport.Step

  private static func table(_ status: String, id: String = "1") -> Step {
    .answer(200, #"{"Table":{"TableName":"t-1","TableStatus":"\#(status)","TableId":"\#(id)"}}"#)
  }

  private static let gone = Step.refusal("ResourceNotFoundException")
  private static let deleted = TableDescription(status: "DELETING", value: ["TableId": "1"])

  private func waiter(_ steps: [Step], repeatsLast: Bool = false) throws -> (TableWaiter, ScriptedTransport) {
    let transport = ScriptedTransport(steps, repeatsLast: repeatsLast)
    let client = try AWSClient.test(transport, retries: .immediate(attempts: 1), wallClock: Pauses().clock)
    return (TableWaiter(DynamoDBClient(client), console: .silent), transport)
  }

  @Test(arguments: [
    Step.refusal("InternalServerError", status: 500), .refusal("ThrottlingException"),
    .failure(.connectionLost),
    .failure(.cannotConnect), .failure(.timedOut), .answer(503, ""),
  ])
  func `a transient failure does not end the wait`(fault: Step) async throws {
    let faults = Array(repeating: fault, count: 5)
    let (creating, _) = try waiter(faults + [Self.table("CREATING")] + faults + [Self.table("ACTIVE")])
    #expect(try await creating.untilActive("t-1", after: .creation).isActive)
    let (deleting, _) = try waiter(faults + [Self.table("DELETING")] + faults + [Self.gone])
    try await deleting.untilGone("t-1", deleted: Self.deleted)
  }

  @Test func `a refusal ends the wait, and says what was accepted`() async throws {
    let (creating, _) = try waiter([Self.table("CREATING"), .refusal("AccessDeniedException")])
    let created = try await toolError { _ = try await creating.untilActive("t-1", after: .creation) }
    #expect(
      created.message.hasPrefix(
        #"the creation of table "t-1" was accepted; it is not known to be ACTIVE: An error"#
      )
    )
    #expect(created.hint?.contains("dynamodb:DescribeTable") == true)
    let (deleting, _) = try waiter([.refusal("AccessDeniedException")])
    let deleted = try await toolError { try await deleting.untilGone("t-1", deleted: Self.deleted) }
    #expect(
      deleted.message.hasPrefix(
        #"the deletion of table "t-1" was accepted; it is not known to be gone: An error"#
      )
    )
  }

  @Test func `an interrupted wait says what was accepted`() async throws {
    let (waiter, transport) = try waiter([Self.table("DELETING"), .silence])
    let work = Task { try await waiter.untilGone("t-1", deleted: Self.deleted) }
    var arrivals = transport.arrivals.makeAsyncIterator()
    _ = await (arrivals.next(), arrivals.next())
    work.cancel()
    let error = try await toolError { try await work.value }
    #expect(error.message == #"the deletion of table "t-1" was accepted; it is not known to be gone"#)
    #expect(error.hint?.contains("describe-table") == true)
  }

  @Test(arguments: [
    (table("DELETING"), "after 515 s it is DELETING; it should be gone"),
    (.answer(503, ""), "after 515 s it is not known: "),
  ])
  func `the wait ends after 500 s, with what was seen last`(last: Step, words: String) async throws {
    let (waiter, _) = try waiter([last], repeatsLast: true)
    let error = try await toolError { try await waiter.untilGone("t-1", deleted: Self.deleted) }
    #expect(error.message.hasPrefix(#"the deletion of table "t-1" was accepted; \#(words)"#), "\(error)")
  }

  @Test func `a table that is gone again ends the wait`() async throws {
    let (waiter, _) = try waiter([Self.gone, Self.table("CREATING"), Self.gone])
    let error = try await toolError { _ = try await waiter.untilActive("t-1", after: .creation) }
    #expect(error.message == #"the creation of table "t-1" was accepted; it is gone again"#)
  }

  @Test func `a table that never appears is not waited for to the end`() async throws {
    let (waiter, transport) = try waiter([Self.gone], repeatsLast: true)
    let error = try await toolError { _ = try await waiter.untilActive("t-1", after: .creation) }
    #expect(error.message == #"the creation of table "t-1" was accepted; it is not there"#)
    #expect(transport.requests.count < 10)
  }

  @Test func `another table of the same name is not the one that is being deleted`() async throws {
    let (waiter, transport) = try waiter([Self.table("DELETING"), Self.table("CREATING", id: "2")])
    try await waiter.untilGone("t-1", deleted: Self.deleted)
    #expect(transport.requests.count == 2)
  }
}
