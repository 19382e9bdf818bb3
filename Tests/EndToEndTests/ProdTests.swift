import Foundation
import TestSupport
import Testing

/// `prod`, over TLS, to AWS's own host names, which moto's proxy serves.
@Suite(.needsStack, .serialized, .inTurn) struct ProdTests {
  @Test func `prod speaks TLS to AWS's own host, and leaves out a local endpoint with a note`() async throws {
    try await withWorld { world in
      try await world.withProxy { world in
        let stripped =
          "prod leaves out the local endpoint of AWS_ENDPOINT_URL_DYNAMODB (\(world.stack.dynamoDB))\n"
        let created = try await world.run("ddb-schema-load", ["prod"])
        #expect(created.status == 0, "\(created)")
        #expect(created.stderr.contains(stripped))
        #expect(created.stderr.contains("DynamoDB at https://dynamodb.us-east-1.amazonaws.com (us-east-1,"))
        #expect(try await !world.tables().contains("cruddur-messages"), "the local stack was written to")

        let listed = try await world.run("ddb-list-tables", ["prod", "--output", "text"])
        #expect(listed.stdout == "cruddur-messages\n")
        #expect(listed.stderr == stripped)
        let quiet = try await world.run("ddb-list-tables", ["--quiet", "--output", "text", "prod"])
        #expect(quiet.stdout == "cruddur-messages\n" && quiet.stderr == "", "\(quiet)")
      }
    }
  }

  @Test func `the whole flow works in prod`() async throws {
    try await withWorld(region: "mx-central-1") { world in
      try await world.withProxy { world in
        try await world.withDatabase { world, database in
          var world = world
          world.environment["PROD_CONNECTION_URL"] = "\(database.url)?sslmode=disable"
          world.environment["CONNECTION_URL"] = "postgresql://nobody:password@127.0.0.1:1/none"
          world.environment["AWS_ENDPOINT_URL"] = "http://localhost:1"
          try await world.output(of: "ddb-schema-load", ["prod"])
          #expect(try await world.tables() == [], "the local stack was written to")
          try await world.output(of: "ddb-seed", ["prod", "--start", "2023-03-26T18:04Z"])
          let items = try await world.output(of: "ddb-scan", ["prod"])
          #expect(items.split(separator: "\n").count == 106)
          let messages = try await world.output(
            of: "ddb-patterns",
            ["get-conversations", "prod", "--year", "2023", "--output", "text"]
          )
          #expect(messages.split(separator: "\n").count == 20)
          let groups = try await world.output(
            of: "ddb-patterns",
            ["list-conversations", "prod", "--year", "2023"]
          )
          #expect(groups.contains("\"Count\": 1"))
          try await world.output(of: "ddb-drop", ["cruddur-messages", "prod", "--yes"])
          #expect(try await world.output(of: "ddb-list-tables", ["prod"]) == "")
        }
      }
    }
  }

  @Test func `an untrusted certificate is refused, with the next step`() async throws {
    try await withWorld { world in
      try await world.withProxy { world in
        let run = try await world.run("ddb-list-tables", ["prod"], changes: ["AWS_CA_BUNDLE": nil])
        run.expectFailure(
          naming: ["https://dynamodb.us-east-1.amazonaws.com", "certificate", "AWS_CA_BUNDLE"],
          lines: 3
        )
        let absent = try await world.run(
          "ddb-list-tables",
          ["prod"],
          changes: ["AWS_CA_BUNDLE": "/no/such/ca.pem"]
        )
        absent.expectFailure(naming: ["dynamodb.us-east-1.amazonaws.com", "/no/such/ca.pem"], lines: 3)
      }
    }
  }

  @Test func `a proxy that does not answer is named as the cause`() async throws {
    let socket = try Socket.bound()
    defer { socket.shutdown() }
    try await withWorld { world in
      let run = try await world.run(
        "ddb-list-tables",
        ["prod"],
        changes: ["HTTPS_PROXY": "http://127.0.0.1:\(socket.port)"]
      )
      run.expectFailure(
        naming: [
          "dynamodb.us-east-1.amazonaws.com",
          "the proxy http://127.0.0.1:\(socket.port) (HTTPS_PROXY) cannot",
        ],
        lines: 3
      )
    }
  }

  @Test func `without prod the same environment stays local`() async throws {
    try await withWorld(region: Regions.next()) { world in
      try await world.withProxy { world in
        let table = world.name("local")
        try await world.createTable(table)
        #expect(try await world.output(of: "ddb-list-tables", ["--output", "text"]) == "\(table)\n")
        let real = try await world.run(
          "ddb-list-tables",
          changes: ["AWS_ENDPOINT_URL_DYNAMODB": "https://dynamodb.us-east-1.amazonaws.com"]
        )
        real.expectFailure(naming: ["https://dynamodb.us-east-1.amazonaws.com", "prod"])
      }
    }
  }
}
