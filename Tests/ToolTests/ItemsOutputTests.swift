import AWS
import Postgres
import TestSupport
import Testing
import Toolkit

@testable import ddb_patterns

/// `--output items` of the reading patterns.
@Suite(.needsPostgreSQL, .inTurn) struct ItemsOutputTests {
  @Test func `the newest messages and groups are printed as the API gives them, whatever their year`()
    async throws
  {
    try await withMessaging { messaging in
      messaging.addGroup("ann", "bob", at: "2021-01-01T00:00:00")
      for year in 2020...2022 {
        messaging.table.put([
          "pk": "MSG#\(Messaging.group)", "sk": "\(year)-01-01T00:00:00", "message": "of \(year)",
          "message_uuid": "m\(year)", "user_uuid": "u", "user_display_name": "Ann", "user_handle": "ann",
        ])
      }
      let messages = try await messaging.run(
        "get-conversations",
        "--output",
        "items",
        "--limit",
        "2",
        "--group",
        Messaging.group
      )
      let found = try #require(JSONValue(parsing: Array(messages.stdout.utf8)).array)
      #expect(found.map { $0["message"]?.string } == ["of 2021", "of 2022"], "\(messages)")
      #expect(
        found[0] == [
          "created_at": "2021-01-01T00:00:00", "display_name": "Ann", "handle": "ann", "message": "of 2021",
          "uuid": "m2021",
        ]
      )
      for (limits, expected) in [
        (["--year", "2020"], ["of 2020"]), (["--from", "2021-06-01"], ["of 2022"]),
        (["--to", "2020-06-01"], ["of 2020"]),
      ] {
        let world = ToolWorld()
        let run = try await world.run(
          DDBPatterns.self,
          ["get-conversations", "--output", "items"] + limits,
          messaging.table.transport
        )
        let texts = try JSONValue(parsing: Array(run.stdout.utf8)).array?.map { $0["message"]?.string }
        #expect(texts == expected, "\(limits) \(run)")
      }
      let groups = try await messaging.run("list-conversations", "--output", "items", "--handle", "ann")
      let listed = try JSONValue(parsing: Array(groups.stdout.utf8))
      #expect(
        listed == [
          [
            "created_at": "2021-01-01T00:00:00", "display_name": "BOB", "handle": "bob", "message": "first",
            "uuid": .string(Messaging.group),
          ]
        ],
        "\(groups)"
      )
    }
  }
}
