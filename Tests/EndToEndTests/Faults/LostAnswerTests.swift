import Foundation
import TestSupport
import Testing

/// A server that carries a request out and closes the reused connection without an answer: the request is
/// sent again only as a counted attempt, and the tool's report is right.
@Suite(.needsStack, .serialized, .inTurn) struct LostAnswerTests {
  /// 22 items: one request.
  private static let talk = (1...20).map { "Person \($0 % 2 + 1): \($0)\n" }.joined()

  /// Runs a seed whose items the table takes, and whose answers are those given here.
  private func seed(
    attempts: Int,
    _ answer: @escaping @Sendable (_ number: Int) -> Answer,
    check: (Run, FaultyTable, ScriptedServer) throws -> Void
  ) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let talk = try world.file("talk.txt", Self.talk)
        let table = FaultyTable(seed: 1, .none)
        let batches = Counter()
        try await ScriptedServer.with({ request in
          guard request.operation == "BatchWriteItem" else { return table.answer(to: request) }
          let number = batches.next()
          if number == 0 { _ = table.answer(to: request) }
          return answer(number)
        }) { server in
          let run = try await world.run(
            "ddb-seed",
            ["--endpoint-url", server.url, "--conversation", talk, "--quiet"],
            changes: ["AWS_MAX_ATTEMPTS": "\(attempts)"]
          )
          try check(run, table, server)
        }
      }
    }
  }

  @Test func `a seed of one attempt sends its items once, and says that they may be written`() async throws {
    try await seed(attempts: 1, { _ in .closes }) { run, table, server in
      #expect(table.items.count == 22)
      #expect(server.requests.map(\.operation) == ["DescribeTable", "Query", "BatchWriteItem"])
      let tally = "0 of 22 items are written, 22 may be, as no answer came, 0 are not"
      run.expectFailure(status: 75, naming: [tally], lines: 3)
    }
  }

  @Test func `after a refusal of the second attempt the first one stays uncertain`() async throws {
    let answer = { @Sendable number in number == 0 ? Answer.closes : .refused("AccessDeniedException") }
    try await seed(attempts: 5, answer) { run, table, server in
      #expect(table.items.count == 22)
      #expect(server.requests.count { $0.operation == "BatchWriteItem" } == 2)
      let words = ["AccessDeniedException", "0 of 22 items are written, 22 may be"]
      run.expectFailure(status: 75, naming: words, lines: 3)
    }
  }

  private static let messagesTable = #"""
    {"Table": {"TableStatus": "ACTIVE", "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
    {"AttributeName": "sk", "AttributeType": "S"}], "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
    {"AttributeName": "sk", "KeyType": "RANGE"}]}}
    """#

  @Test(arguments: [
    (["ddb-schema-load"], "CreateTable", "ResourceInUseException"),
    (["ddb-drop", "cruddur-messages", "--no-wait"], "DeleteTable", "ResourceNotFoundException"),
  ])
  func `a table whose request was carried out without an answer is done`(
    command: [String],
    operation: String,
    refusal: String
  ) async throws {
    try await withWorld { world in
      let requests = Counter()
      try await ScriptedServer.with({ request in
        if request.operation == "DescribeTable" { return .document(Self.messagesTable) }
        return switch requests.next() {
        // The connection is kept after the first answer, and ends after the second request.
        case 0: .throttled("ThrottlingException")
        case 1: .closes
        default: .refused(refusal)
        }
      }) { server in
        let options = ["--quiet", "--endpoint-url", server.url]
        let printed = try await world.output(of: command[0], command.dropFirst() + options)
        #expect(printed.contains("TableStatus"))
        #expect(server.requests.count { $0.operation == operation } == 3)
      }
    }
  }
}
