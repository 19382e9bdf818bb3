import Foundation
import TestSupport
import Testing

/// The page of a conversation, as a browser takes it.
@Suite(.needsStack, .inTurn) struct ExportTests {
  private static let chromium = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  private static let group = "5ae290ed-55d1-47a0-bc6d-fe2bc2700399"
  private static let attack =
    "</p><script>document.title = 'attacked'</script><img src='x' onerror='document.title = 1'>"

  @Test(.enabled(if: chromium != nil, "chromium is not installed"))
  func `a browser shows a hostile message as text, and runs nothing`() async throws {
    try await withWorld { world in
      let table = world.name("export")
      try await world.createTable(table)
      try await world.put(
        """
        {"pk": {"S": "MSG#\(Self.group)"}, "sk": {"S": "2023-03-26T18:04:00.000000+00:00"},
        "message_uuid": {"S": "m"}, "user_uuid": {"S": "u"}, "user_handle": {"S": "phidel"},
        "user_display_name": {"S": "Andrew"}, "message": {"S": "\(Self.attack)"}}
        """,
        into: table
      )
      let page = try await world.output(of: "ddb-patterns", ["export", "--format", "html", "--table", table])
      let file = try world.file("page.html", page)
      let run = try await world.run(
        program: try #require(Self.chromium),
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--window-size=360,640",
          "--user-data-dir=\(world.folder.path)/browser", "--dump-dom", "file://\(file)",
        ]
      )
      #expect(run.stdout.contains("<title>Andrew</title>"), "\(run)")
      #expect(run.stdout.contains("&lt;/p&gt;&lt;script&gt;document.title"), "\(run)")
      #expect(!run.stdout.contains("<img") && !run.stdout.contains("<script"), "\(run)")
    }
  }
}
