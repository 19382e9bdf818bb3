import Cruddur
import CruddurAWS
import Fixtures
import Foundation
import TestSupport
import Testing
import Toolkit

@Suite struct ConversationTests {
  private func lines(_ conversation: InputFile) async throws -> [ConversationLine] {
    var lines: [ConversationLine] = []
    try await conversation.forEachMessage { line, index in
      #expect(index == lines.count)
      lines.append(line)
    }
    return lines
  }

  private func messages(_ text: String) async throws -> [String] {
    try await lines(InputFile(Array(text.utf8), name: "talk.txt")).map { "\($0.speaker) \($0.message)" }
  }

  @Test(arguments: [
    ("Person 1: a\nPerson 2: b\n", ["mine a", "other b"]), ("Person 1: a", ["mine a"]),
    ("Person 1: ", ["mine "]),
    ("Person 1: a\r\nPerson 2: b\r\n", ["mine a", "other b"]), ("\u{FEFF}Person 1: a\n", ["mine a"]),
    ("\n\r\n\nPerson 1: a\n\n\r\n", ["mine a"]), ("\u{FEFF}\nPerson 1: a", ["mine a"]),
    ("Person 1:  a \t\n", ["mine  a \t"]), ("Person 1: é🙂\"\\\nPerson 1: b", ["mine é🙂\"\\", "mine b"]),
    ("Person 2: Person 1: a", ["other Person 1: a"]),
  ])
  func `a line is a speaker and a message; empty lines at both ends are ignored`(
    text: String,
    messages: [String]
  )
    async throws
  {
    #expect(try await self.messages(text) == messages)
  }

  @Test(arguments: [
    ("Person 3: a", "talk.txt:1: invalid line: \"Person 3: a\""),
    ("Person 1: a\nperson 1: b", "talk.txt:2: invalid line: \"person 1: b\""),
    ("Person 1: a\n\n\nPerson 2: b", "talk.txt:2: invalid line: it is empty"),
    ("Person 1:a", "talk.txt:1: invalid line: \"Person 1:a\""),
    ("\n\n Person 1: a", "talk.txt:3: invalid line: \" Person 1: a\""),
    ("Person 1: a\n \nPerson 1: b", "talk.txt:2: invalid line: \" \""),
    ("", "talk.txt: the conversation has no lines"), ("\n\n", "talk.txt: the conversation has no lines"),
    ("\u{FEFF}", "talk.txt: the conversation has no lines"),
    ("\u{1B}[31mred", "talk.txt:1: invalid line: \"[31mred\""),
  ])
  func `an invalid line is named by file and line`(text: String, message: String) async throws {
    let error = try await toolError { _ = try await messages(text) }
    #expect(error.code == .file)
    #expect(error.message == message)
    #expect(error.hint?.contains("\"Person 1: \" or \"Person 2: \"") == true)
  }

  @Test func `a line that is not UTF-8 is named`() async throws {
    let conversation = InputFile(Array("Person 1: a\nPerson 2: ".utf8) + [0xFF], name: "talk.txt")
    let error = try await toolError { _ = try await lines(conversation) }
    #expect(error.message == "talk.txt:2: invalid line: it is not UTF-8")
  }

  @Test func `the fixture has the 104 lines of the week-5 script`() async throws {
    let lines = try await lines(InputFile(Fixtures.conversation, name: "fixture"))
    #expect(lines.count == 104)
    #expect(lines.first?.speaker == .mine)
    #expect(lines.contains { $0.speaker == .other })
  }

  @Test func `a file can be read as often as one likes`() async throws {
    let folder = try TemporaryFolder()
    let text = (0..<20_000).map { "Person \($0 % 2 + 1): message \($0)\n" }.joined()
    let conversation = try InputFile(path: folder.file("talk.txt", text.utf8))
    for _ in 0..<2 {
      let lines = try await lines(conversation)
      #expect(lines.count == 20_000)
      #expect(lines.last?.message == "message 19999")
    }
  }

  @Test func `a pipe can be read as often as one likes`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "pipe")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    Thread.detachNewThread {
      try? Data("Person 1: a\nPerson 2: b\n".utf8).write(to: URL(filePath: path))
    }
    let conversation = try InputFile(path: path)
    for _ in 0..<2 { #expect(try await lines(conversation).map(\.message) == ["a", "b"]) }
  }

  @Test func `a file that is not there is an error`() throws {
    let error = try toolError { _ = try InputFile(path: "/nowhere/talk.txt") }
    #expect(error.code == .absentFile)
    #expect(error.message == "cannot read /nowhere/talk.txt: No such file or directory")
  }
}
