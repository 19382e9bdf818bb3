import AWS
import Foundation
import Synchronization
import TestSupport
import Testing
import Toolkit

@testable import ddb_load
@testable import ddb_scan

@Suite struct DDBLoadTests {
  private static let table = ScriptedTransport.Step.answer(
    200,
    #"""
    {"Table":{"TableName":"t-1","TableStatus":"ACTIVE","KeySchema":[{"AttributeName":"sk","KeyType":"RANGE"},
    {"AttributeName":"pk","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},
    {"AttributeName":"sk","AttributeType":"N"}]}}
    """#
  )
  private static let written = ScriptedTransport.Step.answer(200, #"{"UnprocessedItems":{}}"#)

  private static func lines(_ count: Int) -> String {
    (0..<count).map { "{\"pk\":\"a\",\"sk\":\($0)}\n" }.joined()
  }

  private func load(
    _ text: String,
    _ arguments: [String] = [],
    _ steps: [ScriptedTransport.Step] = [table, written]
  ) async throws -> ToolRun {
    let folder = try TemporaryFolder()
    let path = try folder.file("items.jsonl", text.utf8)
    return try await ToolWorld().run(
      DDBLoad.self,
      [path, "--table", "t-1"] + arguments,
      ScriptedTransport(steps, repeatsLast: true)
    )
  }

  @Test func `items of all forms are written, empty lines passed over`() async throws {
    let text = """
      {"pk":"a","sk":1}

      {"pk":{"S":"a"},"sk":{"N":"2"},"x":{"BS":["AA=="]}}
      {"Item":{"pk":{"S":"a"},"sk":{"N":"3"}}}
      """
    let run = try await load(text)
    #expect(run.status == 0 && run.stdout == "3 items written to t-1\n", "\(run)")
    #expect(run.operations == ["DescribeTable", "BatchWriteItem"])
    let puts = [
      #"{"PutRequest":{"Item":{"pk":{"S":"a"},"sk":{"N":"1"}}}}"#,
      #"{"PutRequest":{"Item":{"pk":{"S":"a"},"sk":{"N":"2"},"x":{"BS":["AA=="]}}}}"#,
      #"{"PutRequest":{"Item":{"pk":{"S":"a"},"sk":{"N":"3"}}}}"#,
    ]
    #expect(run.bodies.last == #"{"RequestItems":{"t-1":[\#(puts.joined(separator: ","))]}}"#)
  }

  @Test(arguments: ["", "\n  \n"])
  func `an empty file does not read like success`(text: String) async throws {
    let run = try await load(text)
    #expect(run.status == 0 && run.stdout == "0 items written to t-1\n", "\(run)")
    #expect(run.stderr.hasSuffix("items.jsonl has no items: nothing was written\n"), "\(run)")
    #expect(run.stderr.contains("\nwarning: ") && !run.stderr.contains("all items are written"), "\(run)")
    #expect(run.operations == ["DescribeTable"])
  }

  @Test func `a file of which all items are left out is finished`() async throws {
    let run = try await load(Self.lines(3), ["--skip", "3"])
    #expect(run.status == 0 && run.stderr.hasSuffix("\nall items are written\n"), "\(run)")
  }

  @Test func `a file that was written on Windows is read`() async throws {
    let run = try await load("\u{FEFF}" + #"{"pk":"a","sk":1}"# + "\r\n\r\n" + #"{"pk":"a","sk":2}"# + "\r\n")
    #expect(run.status == 0 && run.stdout == "2 items written to t-1\n", "\(run)")
  }

  @Test func `items that the table leaves unprocessed are sent again`() async throws {
    let left = #"{"UnprocessedItems":{"t-1":[{"PutRequest":{"Item":{"pk":{"S":"a"},"sk":{"N":"1"}}}}]}}"#
    let run = try await load(Self.lines(3), [], [Self.table, .answer(200, left), Self.written])
    #expect(run.status == 0 && run.stdout == "3 items written to t-1\n", "\(run)")
    #expect(run.operations == ["DescribeTable", "BatchWriteItem", "BatchWriteItem"])
  }

  @Test func `a line that is not an item is named, and how to go on`() async throws {
    let run = try await load(Self.lines(25) + "\n{\"pk\":\"a\"}\n")
    #expect(run.status == 1 && run.stdout.isEmpty, "\(run)")
    #expect(
      run.stderr.contains(":27: not an item of the table: it lacks the key attribute \"sk\"\n"),
      "\(run)"
    )
    let place = run.stderr.split(separator: ":27:")[0].split(separator: " ").last ?? ""
    #expect(
      run.stderr.contains(
        "\nCorrect or take out \(place):27\nAfter that, finish with:\n  ddb-load \(place) --table t-1"
      ),
      "\(run)"
    )
  }

  @Test func `after a refusal its own next step comes before the command that goes on`() async throws {
    let refusal = ScriptedTransport.Step.refusal("AccessDeniedException")
    let run = try await load(Self.lines(3), [], [Self.table, refusal])
    #expect(run.status == 75, "\(run)")
    #expect(
      run.stderr.contains(
        "\n  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws sts get-caller-identity "
          + "--endpoint-url https://sts.us-east-1.amazonaws.com --region us-east-1\nAfter that, finish with:\n"
      ),
      "\(run)"
    )
  }

  @Test func `what finishes a load of a pipe asks for the same input`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "pipe")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      try? FileHandle(forWritingAtPath: path)?.write(contentsOf: Data(Self.lines(3).utf8))
    }
    let run = try await ToolWorld().run(
      DDBLoad.self,
      [path, "--table", "t-1"],
      ScriptedTransport([Self.table, .refusal("ValidationException")])
    )
    #expect(run.status == 75 && run.stderr.contains("\nFinish with the same input:\n"), "\(run)")
  }

  @Test func `a refusal says what is written, and the command that writes the rest`() async throws {
    let refusal = ScriptedTransport.Step.computed { request in
      let isFirst = request.body.text.contains(#""sk":{"N":"0"}"#)
      return .test(
        isFirst ? 200 : 400,
        isFirst ? #"{"UnprocessedItems":{}}"# : #"{"__type":"x#ValidationException"}"#
      )
    }
    // More batches than may be under way at a time: the answer to the first one has come by then.
    let run = try await load(Self.lines(25 * 10), [], [Self.table, refusal])
    #expect(run.status == 75, "\(run)")
    #expect(run.stderr.contains("25 items are written, the others are not: "), "\(run)")
    #expect(run.stderr.hasSuffix(" --table t-1 --skip 25\n"), "\(run)")
    let rest = try await load(Self.lines(60), ["--skip", "25"])
    #expect(rest.stdout == "35 items written to t-1\n", "\(rest)")
    #expect(
      rest.bodies.contains { $0.contains(#""N":"25""#) }
        && !rest.bodies.contains { $0.contains(#""N":"24""#) }
    )
  }

  @Test func `skipping more items than the file has is an error`() async throws {
    let run = try await load(Self.lines(3), ["--skip", "4"])
    #expect(run.status == 1 && run.operations == ["DescribeTable"])
    #expect(run.stderr.contains("has 3 items, and --skip leaves out 4: nothing was written\n"), "\(run)")
    #expect(!run.stderr.contains("inish"), "\(run)")
  }

  @Test func `prod asks before it writes`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("items.jsonl", Self.lines(1).utf8)
    let world = ToolWorld(variables: TestKeys.variables)
    let run = try await world.run(
      DDBLoad.self,
      [path, "prod", "--table", "t-1"],
      ScriptedTransport([Self.table])
    )
    #expect(run.status == 1 && run.operations == ["DescribeTable"], "\(run)")
    #expect(run.stderr.hasSuffix(" prod --table t-1 --yes\n"), "\(run)")
  }

  /// All of DynamoDB's types, and numbers and texts at their edges.
  private static let allTypes = #"""
    {"pk":{"S":"a"},"sk":{"N":"1"},"s":{"S":"é \" \\ \n 😀"},"n":{"N":"-0.00000000000000000000000000000000000001"},
    "b":{"B":"AAEC"},"t":{"BOOL":true},"f":{"BOOL":false},"z":{"NULL":true},"ss":{"SS":["x","y"]},
    "ns":{"NS":["1","2.5"]},"bs":{"BS":["AA=="]},"l":{"L":[{"S":""},{"N":"1"},{"L":[]},{"M":{}}]},
    "m":{"M":{"S":{"S":"S"},"deep":{"M":{"x":{"NULL":true}}}}}}
    """#.replacing("\n", with: "")

  @Test func `a scan that is loaded and scanned again is the same`() async throws {
    let page = ScriptedTransport.Step.answer(200, #"{"Items":[\#(Self.allTypes)],"Count":1}"#)
    let scan = try await ToolWorld().run(DDBScan.self, ["--output", "ddb"], ScriptedTransport([page]))
    let run = try await load(scan.stdout)
    #expect(run.status == 0, "\(run)")
    #expect(run.bodies.last?.contains(#"{"PutRequest":{"Item":\#(Self.allTypes)}}"#) == true, "\(run.bodies)")
    #expect(scan.stdout == Self.allTypes + "\n")
  }

  @Test(arguments: [[], ["x", "--skip", "-1"], ["x", "dev"]])
  func `wrong usage ends with 64 and sends nothing`(arguments: [String]) async throws {
    let run = try await ToolWorld().run(DDBLoad.self, arguments)
    #expect(run.status == 64 && run.requests.isEmpty, "\(run)")
  }

  @Test func `a file that is not there is named`() async throws {
    let run = try await ToolWorld().run(DDBLoad.self, ["/nowhere/x.jsonl"])
    #expect(run.status == 1 && run.requests.isEmpty)
    #expect(run.stderr == "Error: cannot read /nowhere/x.jsonl: No such file or directory\n")
  }
}
