import AWS
import ArgumentParser
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import cruddur_messaging_stream
@testable import ddb_drop
@testable import ddb_load
@testable import ddb_patterns
@testable import ddb_schema_load
@testable import ddb_seed
@testable import ddb_setup

/// A dry run prints the requests by which the run itself changes something, and no others.
@Suite(.needsPostgreSQL, .inTurn) struct PlannedRequestsTests {
  private static let users = ["--my-handle", "ann", "--other-handle", "bob"]

  /// - Parameter isThere: Whether the table is there, with a conversation of ann and bob.
  @Test(
    arguments: [
      (DDBSchemaLoad.self, [], false), (DDBSchemaLoad.self, ["--stream"], false),
      (DDBSchemaLoad.self, ["--if-not-exists"], false), (DDBSchemaLoad.self, ["--if-not-exists"], true),
      (DDBSchemaLoad.self, ["--if-not-exists", "--stream"], true),
      (DDBDrop.self, ["cruddur-messages"], true), (DDBSetup.self, users, true),
      (DDBSeed.self, users + ["--start", "2023-01-01"], true), (DDBSeed.self, users + ["--append"], true),
      (DDBSeed.self, users + ["--replace"], true), (DDBSeed.self, users + ["--if-not-exists"], true),
      (DDBSeed.self, users + ["--group", "00000000-55d1-47a0-bc6d-fe2bc2700399"], true),
      (DDBLoad.self, ["items.jsonl"], true), (DDBLoad.self, ["items.jsonl", "--skip", "30"], true),
      (CruddurMessagingStream.self, ["--event", "event.json"], true),
      (DDBPatterns.self, ["create-message", "--group", Messaging.group, "--from", "ann", "hello"], true),
      (DDBPatterns.self, ["create-message-group", "--from", "ann", "--to", "cid", "hello"], true),
    ] as [(any ParsableCommand.Type, [String], Bool)]
  )
  func `a dry run prints the requests with which the run changes something`(
    tool: any ParsableCommand.Type,
    arguments: [String],
    isThere: Bool
  ) async throws {
    try await withMessaging { messaging in
      let files = try Files()
      let words = arguments.map { files.paths[$0] ?? $0 }
      let world = ToolWorld(
        variables: ["CONNECTION_URL": try TestServer.url(database: messaging.database.name)]
      )
      let planned = try await world.run(
        tool,
        words + ["--dry-run"],
        WritableWorld(isThere, messaging).transport
      )
      let real = WritableWorld(isThere, messaging)
      let run = try await world.run(tool, words, real.transport)
      #expect(planned.status == 0 && run.status == 0, "\(planned)\n\(run)")
      let lines = planned.stdout.split(separator: "\n").map(String.init)
      #expect(Self.comparable(lines, messaging) == Self.comparable(real.changes, messaging))
      #expect(Set(planned.operations).isSubset(of: ["DescribeTable", "Query"]))
    }
  }

  /// The requests in sorted order, because several are under way at a time, and without the ids that are new
  /// in each run.
  private static func comparable(_ requests: [String], _ messaging: Messaging) -> [String] {
    let known = Set(messaging.ids.values)
    return requests.map { request in
      request.replacing(/"ClientRequestToken":"\w+"/, with: "TOKEN").replacing(
        /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/
      ) { match in
        known.contains(String(match.output.0)) ? String(match.output.0) : "ID"
      }
    }.sorted()
  }
}

/// The files that the command lines name.
private struct Files {
  private let folder: TemporaryFolder
  /// The paths by the files' names.
  let paths: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    let items = (0..<60).map { #"{"pk":"a","sk":"\#($0)"}"# }.joined(separator: "\n")
    let event = CruddurMessagingStreamTests.event(CruddurMessagingStreamTests.record("hello"))
      .replacing("MSG#g", with: "MSG#\(Messaging.group)")
    paths = [
      "items.jsonl": try folder.file("items.jsonl", items.utf8),
      "event.json": try folder.file("event.json", event.utf8),
    ]
  }
}

/// A table that can be created, changed and deleted. It records the requests that changed it, in the form in
/// which a dry run prints them.
private final class WritableWorld: Sendable {
  private let isThere: Mutex<Bool>
  private let recorded = Mutex<[String]>([])
  private let rows = MemoryTable()

  init(_ isThere: Bool, _ messaging: Messaging) {
    self.isThere = Mutex(isThere)
    for (owner, partner) in [("ann", "bob"), ("bob", "ann")] {
      rows.put([
        "pk": "GRP#\(messaging.ids[owner] ?? "")", "sk": "2023-01-01T00:00:00", "message": "first",
        "message_group_uuid": Messaging.group, "user_uuid": messaging.ids[partner] ?? "",
        "user_display_name": partner, "user_handle": partner,
      ])
    }
    rows.put(["pk": "MSG#\(Messaging.group)", "sk": "2023-01-01T00:00:00", "message": "first"])
  }

  var changes: [String] { recorded.withLock(\.self) }

  var transport: ScriptedTransport {
    ScriptedTransport([.computed { try await self.answer($0) }], repeatsLast: true)
  }

  private static let writing: Set = [
    "PutItem", "TransactWriteItems", "BatchWriteItem", "CreateTable", "UpdateTable", "DeleteTable",
  ]

  private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    let operation = request.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init) ?? ""
    let response = try await perform(operation, request)
    if response.status == 200, Self.writing.contains(operation) {
      let head = #"{"operation":"\#(operation)","endpoint":"http://localhost:8000","request":"#
      recorded.withLock { $0.append(head + request.body.text + "}") }
    }
    return response
  }

  private func perform(_ operation: String, _ request: HTTPRequest) async throws -> HTTPResponse {
    let isPresent = isThere.withLock(\.self)
    switch operation {
    case "CreateTable" where isPresent: return refusal("ResourceInUseException")
    case _ where !isPresent && operation != "CreateTable": return refusal("ResourceNotFoundException")
    case "CreateTable", "UpdateTable", "DeleteTable":
      isThere.withLock { $0 = operation != "DeleteTable" }
      return .test(200, #"{"TableDescription":{"TableName":"cruddur-messages","TableStatus":"ACTIVE"}}"#)
    default:
      return try await rows.transport.send(
        request,
        timeouts: Timeouts(connect: .seconds(1), read: .seconds(1))
      )
    }
  }

  private func refusal(_ code: String) -> HTTPResponse {
    .test(400, #"{"__type":"a#\#(code)","message":"no"}"#)
  }
}
