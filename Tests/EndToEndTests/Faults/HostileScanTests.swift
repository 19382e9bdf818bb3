import TestSupport
import Testing

/// Pages that no DynamoDB sends: an error in bounded time and memory, and no wrong line.
@Suite(.needsStack, .serialized, .inTurn) struct HostileScanTests {
  private static let item = #"{"pk":{"S":"a"}}"#
  private static let key = #""LastEvaluatedKey":{"pk":{"S":"a"}}"#

  struct Page: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let answer: @Sendable (_ number: Int) -> Answer
    /// What the error says.
    let words: [String]
    /// How many pages may be asked for at most.
    var pages = 3

    init(_ name: String, _ words: [String], pages: Int = 3, _ answer: @escaping @Sendable (Int) -> Answer) {
      (testDescription, self.words, self.pages, self.answer) = (name, words, pages, answer)
    }

    init(_ name: String, _ words: [String], _ text: String) {
      self.init(name, words) { _ in .document(text) }
    }
  }

  private static func nested(_ opening: String, _ closing: String) -> String {
    let levels = 100_000
    let value =
      String(repeating: opening, count: levels) + #"{"S":"x"}"# + String(repeating: closing, count: levels)
    return #"{"Items":[{"a":\#(value)}],"Count":1}"#
  }

  static let pages = [
    Page("the same key again and again", ["it would never end"], pages: 4) { _ in
      .document(#"{"Items":[\#(item)],"Count":1,\#(key)}"#)
    },
    Page("keys that go round", ["it would never end"], pages: 40) { number in
      .document(#"{"Items":[],"Count":0,"LastEvaluatedKey":{"pk":{"S":"\#(number % 7)"}}}"#)
    },
    Page("empty pages without an end", ["1000 pages in a row are empty"], pages: 1_002) { number in
      .document(#"{"Items":[],"Count":0,"LastEvaluatedKey":{"pk":{"S":"\#(number)"}}}"#)
    },
    Page("100,000 levels of lists", [#"its attribute "a" is {"L":[{"L""#], nested(#"{"L":["#, "]}")),
    Page("100,000 levels of maps", [#"its attribute "a" is {"M":{"a""#], nested(#"{"M":{"a":"#, "}}")),
    Page("a nested key", ["does not answer Scan"]) { _ in
      .document(
        #"{"Items":[],"Count":0,"LastEvaluatedKey":{"pk":"# + String(repeating: #"{"L":["#, count: 100_000)
          + String(repeating: "]}", count: 100_000) + "}}"
      )
    },
    Page("items of another type", ["does not answer Scan"], #"{"Items":{"a":1},"Count":1}"#),
    Page("an item of another type", ["does not answer Scan"], #"{"Items":[7],"Count":1}"#),
    Page("a key that is none", ["does not answer Scan"], #"{"Items":[],"Count":0,"LastEvaluatedKey":[]}"#),
    Page("no number", [#"attribute "a" is {"N":"1e"}"#], #"{"Items":[{"a":{"N":"1e"}}],"Count":1}"#),
    Page("another count", ["does not answer Scan"], #"{"Items":[\#(item)],"Count":2}"#),
    Page("invalid UTF-8", ["does not answer Scan"]) { _ in
      Answer([
        .send(.answer(Array(#"{"Items":[{"a":{"S":""#.utf8) + [0xFF] + Array(#""}}],"Count":1}"#.utf8)))
      ])
    },
    Page("gzip", ["does not answer Scan"]) { _ in
      Answer([.send(.answer([0x1F, 0x8B, 0x08, 0x00, 0x7B, 0x7D], headers: ["Content-Encoding: gzip"]))])
    },
    Page("HTML", ["does not answer Scan", "<html>"]) { _ in
      .reply(status: 200, type: "text/html", body: "<html>hello</html>")
    },
    Page("10 GB", ["cannot reach", "64 MB"]) { _ in
      let head = "HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n"
      return Answer([.send(Array(head.utf8)), .flood(10_000_000_000), .close])
    },
    Page("a header without an end", ["cannot reach", "header"]) { _ in
      let fields = Array(String(repeating: "X-Endless: 1\r\n", count: 4_000).utf8)
      return Answer(
        [.send(Array("HTTP/1.1 200 OK\r\n".utf8))] + (0..<1_000).map { _ in .send(fields) } + [.close]
      )
    },
    Page("a header line without an end", ["cannot reach"]) { _ in
      Answer([.send(Array("HTTP/1.1 200 OK\r\nX-Endless: ".utf8)), .flood(10_000_000_000), .close])
    },
  ]

  @Test(arguments: pages)
  func `a hostile page is an error`(page: Page) async throws {
    try await withWorld { world in
      let number = Counter()
      try await ScriptedServer.with({ _ in page.answer(number.next()) }) { server in
        // What is too much for the tool is too much for the shell's limit as well. A sanitizer wants
        // terabytes of addresses.
        let limit = isSanitized ? "unlimited" : "1000000"
        let scan = try
          "ulimit -v \(limit); exec \(Binaries.path(of: "ddb-scan")) --quiet --endpoint-url \(server.url)"
        let run = try await world.run(
          program: "/usr/bin/env",
          ["bash", "-c", scan],
          changes: ["AWS_MAX_ATTEMPTS": "2"]
        )
        let printed = run.stdout.split(separator: "\n")
        #expect(printed.allSatisfy { $0 == #"{"pk":"a"}"# }, "\(run)")
        var failure = run
        if page.testDescription == "the same key again and again" {
          failure.output = []
        }
        // One that has printed something says how to go on.
        failure.expectFailure(naming: page.words, lines: 3)
        #expect(server.requests.count <= page.pages, "\(server.requests.count) requests")
      }
    }
  }

  @Test func `a scan that fails at a later page says how many items are printed`() async throws {
    let page = #"{"Items":[{"pk":{"S":"a"}},{"pk":{"S":"b"}}],"Count":2,"LastEvaluatedKey":{"pk":{"S":"b"}}}"#
    try await withWorld { world in
      try await ScriptedServer.with { request in
        String(decoding: request.body, as: UTF8.self).contains("ExclusiveStartKey")
          ? .reply(status: 400, body: #"{"__type":"ns#ValidationException","message":"no more"}"#)
          : .reply(status: 200, body: page)
      } _: { server in
        let run = try await world.run("ddb-scan", ["--endpoint-url", server.url])
        #expect(run.status == 75)
        #expect(run.stdout == #"{"pk":"a"}"# + "\n" + #"{"pk":"b"}"# + "\n")
        #expect(run.stderr.hasPrefix("Error: 2 items are printed, then: An error occurred (Validation"))
        #expect(run.stderr.contains("cruddur-messages"))
      }
    }
  }

  @Test(arguments: ["json", "ddb"])
  func `an item that cannot be read is named by its key, with what was printed before`(form: String)
    async throws
  {
    let items = (1...3).map { number in
      let value = number == 2 ? #"{"NULL": false}"# : #"{"NULL": true}"#
      return #"{"pk": {"S": "a"}, "sk": {"S": "\#(number)"}, "x": \#(value)}"#
    }
    let page = #"{"Items": [\#(items.joined(separator: ", "))], "Count": 3}"#
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .document(page) }) { server in
        let run = try await world.run("ddb-scan", ["--output", form, "--endpoint-url", server.url])
        #expect(run.status == 1)
        let plain = #"{"pk":"a","sk":"1","x":null}"#
        let typed = #"{"pk":{"S":"a"},"sk":{"S":"1"},"x":{"NULL":true}}"#
        #expect(run.stdout == (form == "json" ? plain : typed) + "\n")
        #expect(
          run.stderr == """
            Error: 1 item is printed, then: the item pk "a", sk "2" of table "cruddur-messages" cannot be read: \
            its attribute "x" is {"NULL": false}
            See the item as it is stored:
              aws dynamodb get-item --endpoint-url \(server.url) --region us-east-1 \
            --table-name cruddur-messages --key '{"pk":{"S":"a"},"sk":{"S":"2"}}'

            """
        )
      }
    }
  }

  @Test(arguments: ["{}", "null", #""""#])
  func `an empty key ends a scan`(key: String) async throws {
    let page = #"{"Items":[\#(Self.item)],"Count":1,"LastEvaluatedKey":\#(key)}"#
    try await withWorld { world in
      try await ScriptedServer.with({ _ in .document(page) }) { server in
        let run = try await world.run("ddb-scan", ["--endpoint-url", server.url])
        #expect(run.status == 0 && run.stdout == #"{"pk":"a"}"# + "\n" && run.stderr == "1 item\n", "\(run)")
        #expect(server.requests.count == 1)
      }
    }
  }

  @Test func `a segment that fails ends the others`() async throws {
    let pages = Counter()
    try await withWorld { world in
      try await ScriptedServer.with { request in
        if String(decoding: request.body, as: UTF8.self).contains(#""Segment":0"#) {
          return .reply(status: 400, body: #"{"__type":"ns#ValidationException","message":"not this one"}"#)
        }
        let key = #"{"pk":{"S":"\#(pages.next())"}}"#
        return .reply(status: 200, body: #"{"Items":[\#(key)],"Count":1,"LastEvaluatedKey":\#(key)}"#)
      } _: { server in
        let run = try await world.run(
          "ddb-scan",
          ["prod", "--segments", "4", "--endpoint-url", server.url]
        )
        #expect(run.status == 1)
        #expect(run.stderr.contains("(ValidationException)"), "\(run.stderr)")
      }
    }
  }
}
