import Foundation
import TestSupport
import Testing

/// cruddur-api does what docs/openapi.yaml says, whatever is sent. scripts/api-contract sends more requests.
@Suite(.needsStack, .serialized, .inTurn) struct OpenAPITests {
  @Test func `no answer is a 5xx, and every answer is documented`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("contract")
        try await world.output(of: "ddb-schema-load", ["--table", table])
        try await world.output(of: "ddb-seed", ["--table", table])
        try await APIServer.with(["--table", table], in: world) { api in
          let token = try await api.token(of: "Sama")
          let run = try await world.run(
            program: "/usr/bin/env",
            ["bash", Repository.path("scripts/api-contract"), "--examples", "10", api.url, token],
            changes: ["API_CONTRACT_PYTHON": world.stack.python]
          )
          #expect(run.status == 0, "\(run.testDescription)")
        }
      }
    }
  }

  @Test func `the served document is docs/openapi.yaml`() async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let document = Repository.path("docs/openapi.yaml")
        let run = try await world.run(
          program: world.stack.python,
          [Repository.oracle("openapi.py"), document]
        )
        try #require(run.status == 0, "\(run.testDescription)")
        let expected = try JSONSerialization.jsonObject(with: Data(run.output))
        try await APIServer.with(in: world) { api in
          let answer = try await api.call("GET", "/api/openapi.json")
          #expect(answer.status == 200 && (answer.body as? NSObject)?.isEqual(expected) == true)
        }
      }
    }
  }
}
