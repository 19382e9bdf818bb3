import AWS
import Foundation
import TestSupport
import Testing
import Toolkit

@testable import db_create
@testable import ddb_drop
@testable import ddb_scan

/// Errors for programs: one JSON object a line on stderr.
@Suite struct ErrorFormatTests {
  private func document(_ run: ToolRun) throws -> [String: Any] {
    #expect(run.stderr.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(run)")
    let value = try JSONSerialization.jsonObject(with: Data(run.stderr.utf8))
    return try #require(value as? [String: Any])
  }

  private static let page = ScriptedTransport.Step.answer(
    200,
    #"{"Items":[{"pk":{"S":"a"}}],"Count":1,"LastEvaluatedKey":{"pk":{"S":"a"}}}"#
  )

  @Test(arguments: [["--error-format", "json"], []])
  func `a password of any characters is not repeated with wrong usage`(format: [String]) async throws {
    let url = "postgres://u:p\"w\\or\u{1}d@h/db"
    let run = try await ToolWorld().run(DBCreate.self, format + ["--wait-for-server", url])
    #expect(run.status == 64 && !run.stderr.contains("u:p"), "\(run)")
  }

  @Test(arguments: [(["--error-format", "json"], [:]), ([], ["AWS_CLI_ERROR_FORMAT": "json"])])
  func `a refusal is an object with code, place and next steps`(
    arguments: [String],
    variables: [String: String]
  ) async throws {
    let run = try await ToolWorld(variables: variables).run(
      DDBScan.self,
      ["--table", "cruddur-messages", "--endpoint-url", "http://127.0.0.1:9"] + arguments,
      ScriptedTransport([
        .refusal("ResourceNotFoundException", "Requested resource not found"),
        .answer(200, #"{"TableNames":[]}"#),
      ])
    )
    #expect(run.status == 1)
    let document = try document(run)
    #expect(document["kind"] as? String == "service")
    #expect(document["code"] as? String == "ResourceNotFoundException")
    #expect(document["operation"] as? String == "Scan")
    #expect((document["target"] as? String)?.hasPrefix("http://127.0.0.1:9 ") == true)
    #expect(document["retries"] as? Int == 0)
    let steps = try #require(document["nextSteps"] as? [[String: Any]])
    let commands = steps.flatMap { $0["commands"] as? [String] ?? [] }
    #expect(commands.contains("ddb-list-tables --endpoint-url http://127.0.0.1:9"), "\(commands)")
  }

  @Test func `work that stopped half way ends with 75, and says what stopped it and how far it came`()
    async throws
  {
    let transport = ScriptedTransport([Self.page, .failure(.connectionLost)], repeatsLast: true)
    let run = try await ToolWorld().run(DDBScan.self, ["--error-format=json"], transport)
    #expect(run.status == 75)
    let document = try document(run)
    #expect(document["kind"] as? String == "unfinished")
    #expect(document["code"] as? String == "connectionLost")
    #expect((document["retries"] as? Int ?? 0) > 0)
    #expect(document["operation"] as? String == "Scan")
    #expect(document["counts"] as? [String: Int] == ["printed": 1])
  }

  @Test func `wrong usage is an object too`() async throws {
    let run = try await ToolWorld().run(DDBScan.self, ["--tabel", "--error-format=json"])
    #expect(run.status == 64)
    let document = try document(run)
    #expect(document["kind"] as? String == "usage")
    #expect((document["message"] as? String)?.contains("did you mean --table?") == true)
  }

  @Test(arguments: ["legacy", "text", "enhanced", "yaml", ""])
  func `any other value of AWS_CLI_ERROR_FORMAT means text`(value: String) async throws {
    let run = try await ToolWorld(variables: ["AWS_CLI_ERROR_FORMAT": value]).run(DDBScan.self, ["--tabel"])
    #expect(run.stderr.hasPrefix("Error: ddb-scan has no option"))
  }

  @Test func `notes are left out, and a wrong URL's password stays hidden`() async throws {
    let answer = ScriptedTransport([.answer(200, #"{"Items":[],"Count":0}"#)])
    let fine = try await ToolWorld().run(DDBScan.self, ["--error-format", "json"], answer)
    #expect(fine.status == 0 && fine.stderr.isEmpty, "\(fine)")
    let url = "postgresql://u:hush@h:port/d"
    let run = try await ToolWorld().run(DBCreate.self, ["--error-format", "json", "--connection-url", url])
    #expect(run.status == 1 && !run.stderr.contains("hush"), "\(run)")
    #expect(try document(run)["message"] is String)
  }
}
