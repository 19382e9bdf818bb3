import Foundation
import TestSupport
import Testing

/// The page's server on a seeded table, and a browser to look at it.
struct PageWorld: Sendable {
  let world: World
  let database: TestDatabase
  let table: String
  let chromium: Chromium
  let server: BackgroundTool
  let url: String

  /// The seeded conversation of phidel and Sama.
  static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
  static let conversation = "/messages/\(group)"

  /// Opens a window, signs in by choosing a user, and waits for the conversations.
  ///
  /// - Parameter script: Is run in the page before the user is chosen.
  func signIn(
    as handle: String,
    at path: String = "/messages",
    after script: String = "",
    on screen: Screen = .desktop,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Tab {
    let tab = try await chromium.open(url + path, screen)
    let buttons = "[...document.querySelectorAll('#users button')]"
    let button = "\(buttons).find(button => button.innerText.includes(\(Tab.quoted("@\(handle)"))))"
    try await tab.wait(until: button, sourceLocation: sourceLocation)
    _ = try await tab.value("(() => { \(script); \(button).click(); return true })()", as: Bool.self)
    try await tab.wait(
      until: "document.body.dataset.view !== 'sign-in' && document.querySelector('#me').textContent",
      sourceLocation: sourceLocation
    )
    return tab
  }

  /// Signs in at the seeded conversation, and waits for its messages.
  func open(
    as handle: String,
    at path: String = conversation,
    on screen: Screen = .desktop,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Tab {
    let tab = try await signIn(as: handle, at: path, on: screen, sourceLocation: sourceLocation)
    try await tab.wait(until: "document.querySelector('#messages li')", sourceLocation: sourceLocation)
    try await tab.wait(until: "document.querySelector('#group-list a')", sourceLocation: sourceLocation)
    return tab
  }

  /// Signs in with `Tab.requestsScript`, and waits until the page waits for changes of the table's stream.
  func openTakingRequests(
    as handle: String,
    at path: String = conversation,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Tab {
    let tab = try await signIn(
      as: handle,
      at: path,
      after: Tab.requestsScript,
      sourceLocation: sourceLocation
    )
    try await tab.wait(
      until: "requested.at(-1)?.startsWith('GET /api/changes?after=')",
      sourceLocation: sourceLocation
    )
    if path == Self.conversation {
      try await tab.wait(until: "document.querySelector('#messages li')", sourceLocation: sourceLocation)
    }
    return tab
  }

  /// The texts of the conversation in the table, by its own pages, oldest first.
  func texts(of group: String = group) async throws -> [String] {
    let answer = try await world.dynamoDB.call(
      "DynamoDB_20120810.Query",
      """
      {"TableName": "\(table)", "KeyConditionExpression": "pk = :p",
       "ExpressionAttributeValues": {":p": {"S": "MSG#\(group)"}}}
      """
    )
    let items = try #require(answer["Items"] as? [[String: [String: String]]])
    return items.compactMap { $0["message"]?["S"] }
  }

  /// Writes messages of Sama's into the conversation, as other programs than the page would.
  ///
  /// - Parameter second: The second in which they are written, a microsecond after one another.
  func write(_ texts: [String], second: String = "2090-01-01T00:00:00", group: String = group) async throws {
    for (number, text) in texts.enumerated() {
      let moment = "\(second).\(String(format: "%06d", number))+00:00"
      let item = [
        "pk": "MSG#\(group)", "sk": moment, "message": text, "message_uuid": "w\(number)", "user_uuid": "u",
        "user_handle": "Sama", "user_display_name": "Sama",
      ].mapValues { ["S": $0] }
      let json = String(decoding: try JSONSerialization.data(withJSONObject: item), as: UTF8.self)
      try await world.put(json, into: table)
    }
  }
}

extension Tab {
  /// The texts of the messages that are shown, in their order.
  func messages() async throws -> [String] {
    try await value("[...document.querySelectorAll('#messages .text')].map(text => text.textContent)")
  }

  /// The conversations that are shown: `handle: preview`, in their order.
  func conversations() async throws -> [String] {
    try await value(
      """
      [...document.querySelectorAll('#group-list li')].map(item =>
        `${item.querySelector('.name').textContent}: ${item.querySelector('.preview').textContent}`)
      """
    )
  }

  /// Writes a message and presses Enter.
  func write(_ text: String) async throws {
    try await focus("#text")
    try await type(text)
    try await press(.enter)
  }

  /// Writes a message and waits until it is sent.
  func send(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    try await write(text)
    try await wait(untilShown: text, sourceLocation: sourceLocation)
    try await wait(
      until: "document.querySelector('#text').value === '' && !document.querySelector('#text').readOnly",
      sourceLocation: sourceLocation
    )
  }

  /// Waits until this is the last message.
  func wait(untilShown text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    try await wait(
      until: "[...document.querySelectorAll('#messages .text')].at(-1)?.textContent === \(Self.quoted(text))",
      sourceLocation: sourceLocation
    )
  }
}

/// Runs `body` with the page's server, on a database with phidel and Sama and a seeded table, and with a
/// browser.
///
/// - Parameters:
///   - hasStream: Whether the table has one: the server then tells the page of changes.
///   - prepare: Is called before the server starts.
func withPage(
  hasStream: Bool = true,
  prepare: (World, TestDatabase, String) async throws -> Void = { _, _, _ in },
  _ body: (PageWorld) async throws -> Void
) async throws {
  try await withWorld { world in
    try await world.withDatabase { world, database in
      let table = world.name("page")
      try await world.output(of: "ddb-schema-load", ["--table", table] + (hasStream ? ["--stream"] : []))
      try await world.output(of: "ddb-seed", ["--table", table])
      try await prepare(world, database, table)
      let server = try BackgroundTool("cruddur-api", ["--port", "0", "--table", table], in: world)
      _ = try await server.run { server in
        let url = try await server.address()
        try await world.withChromium { chromium in
          try await body(
            PageWorld(
              world: world,
              database: database,
              table: table,
              chromium: chromium,
              server: server,
              url: url
            )
          )
        }
      }
    }
  }
}

extension BackgroundTool {
  /// Where the server listens, once it says so: `http://127.0.0.1:PORT`.
  func address() async throws -> String {
    var address: String?
    try await wait(for: "the server to listen") {
      let line = stderr.split(separator: "\n").first { $0.contains("listening on http://") }
      address = line?.split(separator: " ").last.map { String($0.drop(while: { $0 == "/" })) }
      return line != nil
    }
    let text = try #require(address)
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}
