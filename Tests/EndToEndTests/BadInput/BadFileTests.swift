import Foundation
import TestSupport
import Testing

/// Files that cannot be read or are invalid. Nothing is written then.
@Suite(.needsStack, .serialized, .inTurn) struct BadFileTests {
  struct Content: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let words: [String]
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ words: [String]) {
      self.init(name, Array(text.utf8), words)
    }

    init(_ name: String, _ bytes: [UInt8], _ words: [String]) {
      self.name = name
      self.bytes = bytes
      self.words = words
    }
  }

  private static let good = "Person 1: hello\nPerson 2: hi\n"

  /// What DynamoDB counts for phidel's messages beside the message itself: seven names, two keys, two ids,
  /// display name and handle.
  private static let itemOverhead = 60 + 40 + 32 + 36 + 36 + 6 + 6

  static let conversations = [
    Content("an empty file", "", ["talk.txt", "no lines"]),
    Content("nothing but line ends", "\n\n\r\n\n", ["talk.txt", "no lines"]),
    Content("a third person", good + "Person 3: me too\n", ["talk.txt:3:", "Person 3: me too"]),
    Content("lower case", "person 1: hello\n", ["talk.txt:1:", "person 1: hello"]),
    Content("no blank after the colon", good + good + "Person 1:hello", ["talk.txt:5:", "Person 1:hello"]),
    Content("a blank line inside", good + "\n" + good, ["talk.txt:3:", "empty"]),
    Content("a line of blanks inside", good + "   \n" + good, ["talk.txt:3:"]),
    Content("leading blanks", " " + good, ["talk.txt:1:"]),
    Content(
      "not UTF-8",
      Array(good.utf8) + Array("Person 1: caf".utf8) + [0xE9, 0x0A],
      ["talk.txt:3:", "UTF-8"]
    ),
    Content("UTF-16", [0xFF, 0xFE, 0x50, 0x00], ["talk.txt:1:"]),
    Content("binary", Array(0...255), ["talk.txt:1:"]),
    Content(
      "escape codes",
      good + "\u{1B}[31mPerson 1: red\u{1B}[0m\n",
      ["talk.txt:3:", "Person 1: red"]
    ),
    Content(
      "a message that makes its item a byte too large",
      good + "Person 1: " + String(repeating: "x", count: 409_600 - itemOverhead + 1) + "\n",
      ["talk.txt", "message 3", "400 KB"]
    ),
    Content(
      "only the last line is bad",
      String(repeating: good, count: 60) + "bye",
      ["talk.txt:121:", "bye"]
    ),
  ]

  @Test(arguments: conversations)
  func `an invalid conversation is named by file and line`(content: Content) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("untouched")
        try await world.createTable(table)
        let path = try world.file("talk.txt", content.bytes)
        let run = try await world.run("ddb-seed", ["--table", table, "--conversation", path, "--quiet"])
        run.expectFailure(naming: content.words)
        #expect(try await world.count(of: table) == 0)
      }
    }
  }

  @Test(arguments: ["no-such-file.txt", ".", "no/such/folder/talk.txt", "/dev/null", ""])
  func `a conversation that cannot be read is named`(path: String) async throws {
    try await withWorld { world in
      try await world.withDatabase { world, _ in
        let table = world.name("untouched")
        try await world.createTable(table)
        let run = try await world.run("ddb-seed", ["--table", table, "--conversation", path, "--quiet"])
        run.expectFailure(naming: [path])
        #expect(try await world.count(of: table) == 0)
      }
    }
  }

  static let schemas = [
    Content("an empty file", "", ["schema.json:1", "JSON"]),
    Content("no JSON", "TableName: x\n", ["schema.json:1", "JSON"]),
    Content("an end too early", "{\n\"TableName\":\n \"abc\",\n", ["schema.json:", "JSON"]),
    Content("something after it", "{\"TableName\": \"abc\"}\n}\n", ["schema.json:2", "JSON"]),
    Content("an array", "[]", ["schema.json", "TableName"]),
    Content("no name", "{}", ["schema.json", "TableName"]),
    Content("a name of another type", "{\"TableName\": 7}", ["schema.json", "TableName"]),
    Content("a name that no table can have", "{\"TableName\": \"a b\"}", ["schema.json", "TableName"]),
    Content("not UTF-8", Array("{\"TableName\": \"".utf8) + [0xFF] + Array("\"}".utf8), ["schema.json"]),
    Content("too deep", String(repeating: "[", count: 100_000), ["schema.json"]),
    Content(
      "no keys, which the service refuses",
      "{\"TableName\": \"no-keys\"}",
      ["CreateTable", "no-keys"]
    ),
  ]

  @Test(arguments: schemas)
  func `an invalid schema is named`(content: Content) async throws {
    try await withWorld(region: "us-east-1") { world in
      let before = try await world.tables()
      let path = try world.file("schema.json", content.bytes)
      let run = try await world.run("ddb-schema-load", ["--schema", path, "--quiet"])
      run.expectFailure(naming: content.words)
      for name in ["abc", "a b", "no-keys"] where !before.contains(name) {
        #expect(try await !world.tables().contains(name))
      }
    }
  }

  @Test(arguments: ["no-such-file.json", ".", "/dev/null", ""])
  func `a schema that cannot be read is named`(path: String) async throws {
    try await withWorld { world in
      let run = try await world.run("ddb-schema-load", ["--schema", path, "--quiet"])
      run.expectFailure(naming: [path])
    }
  }

  @Test func `a file without read permission is named`() async throws {
    try await withWorld { world in
      let path = try world.file("secret.json", "{}")
      try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
      let schema = try await world.runUnprivileged("ddb-schema-load", ["--schema", path, "--quiet"])
      schema.expectFailure(naming: [path, "ermission denied"])
      let seed = try await world.runUnprivileged("ddb-seed", ["--conversation", path, "--quiet"])
      seed.expectFailure(naming: [path, "ermission denied"])
    }
  }
}
