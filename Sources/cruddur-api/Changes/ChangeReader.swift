import AWS
import Cruddur
import CruddurAWS
import Synchronization
import Toolkit

/// Follows the table's stream, and adds the conversations that have new messages to the feed.
final class ChangeReader: Sendable {
  private let feed: ChangeFeed
  private let client: DynamoDBClient
  private let streams: StreamsClient
  private let table: TableName
  private let messages: MessageStore
  private let clock: WallClock
  private let console: Console
  /// The uuids of a group's two users, which never change.
  private let users = Mutex<[String: Set<String>]>([:])
  private let lastReason = Mutex<String?>(nil)

  /// How long to wait before the stream is looked for again.
  private static let pause = Duration.seconds(5)
  /// Groups whose users are remembered.
  private static let maximumKept = 10_000

  init(
    feed: ChangeFeed,
    client: DynamoDBClient,
    streams: StreamsClient,
    table: TableName,
    messages: MessageStore,
    in context: AWSContext
  ) {
    self.feed = feed
    self.client = client
    self.streams = streams
    self.table = table
    self.messages = messages
    (clock, console) = (context.clock, context.console)
  }

  /// Goes on until its task is cancelled; a stream that is not there, or that breaks off, is looked for
  /// again.
  func run() async {
    while !Task.isCancelled {
      do {
        try await follow()
      } catch let error as ToolError {
        feed.follow(false)
        report(error)
      } catch {
        return
      }
      try? await clock.sleep(Self.pause)
    }
  }

  private func follow() async throws {
    let stream = try await client.stream(of: table)
    try await StreamFollower(streams, console: console, start: .now).run(
      from: StreamCheckpoint(stream: stream),
      // Only now: a page that stopped asking earlier would miss a message that is written before the stream
      // is read.
      started: {
        feed.follow(true)
        lastReason.withLock { $0 = nil }
      },
      work: { [self] records in
        for record in records { try await add(record) }
        return nil
      },
      save: { _ in }
    )
  }

  /// Prints why the table's stream is not read, once for each reason.
  private func report(_ error: ToolError) {
    let isNew = lastReason.withLock { reason in
      defer { reason = error.message }
      return reason != error.message
    }
    guard isNew else { return }
    console.note("pages poll for new messages: \(error.message.onOneLine)", next: error.nextSteps.first)
  }

  private func add(_ record: StreamRecord) async throws {
    guard record.event != .remove, let image = record.newImage else { return }
    if let message = NewMessage({ image.text($0) }), record.event == .insert {
      feed.add(group: message.group, users: try await users(of: message.group))
    } else if let group = MessageGroup({ image.text($0) }) {
      feed.add(group: group.id, users: [group.owner])
    }
  }

  /// Empty for a group that was made at this moment: its rows are records of the stream too.
  private func users(of group: String) async throws -> Set<String> {
    if let known = users.withLock({ $0[group] }) { return known }
    let rows = try await messages.rows(ofGroup: group)
    let found = Set(rows.compactMap { row in MessageGroup { row.text($0) }?.owner })
    users.withLock { users in
      if users.count >= Self.maximumKept { users = [:] }
      if found.count > 1 { users[group] = found }
    }
    return found
  }
}
