import Foundation
import TestSupport
import Testing

@testable import Toolkit

@Suite struct CommandLineTextTests {
  /// The words that a shell makes of a line.
  private func words(_ line: String) throws -> [String] {
    let shell = Process()
    let output = Pipe()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c", #"for word in "$@"; do printf '%s\0' "$word"; done"#.replacing("\"$@\"", with: line),
    ]
    shell.standardOutput = output
    try shell.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    shell.waitUntilExit()
    return text.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  @Test func `a command with strange words is read by a shell as it was typed`() throws {
    let arguments = [
      "tool", "", "a b", "it's", "'", "''", "\"", "\\", "$HOME", "`id`", "$(id)", "*", "?", "~", "#", ";",
      "&", "|", "a\nb",
      "\t", "é🙂", "'\u{301}", "!", "{a,b}", "[a]", "<", ">", "--x=y z", "a=b", "-", "%s", "@`", "\u{7F}",
    ]
    let line = CommandLineText.repeated(with: [], arguments: arguments)
    let found = try words(line)
    #expect(found.map { Array($0.utf8) } == arguments.map { Array($0.utf8) })
  }

  @Test func `plain words are not quoted`() {
    let arguments = [
      "/usr/bin/ddb-seed", "prod", "--start", "2023-03-26T18:04:14+00:00", "--table=a_b-c.d", "me@h,x%",
    ]
    #expect(
      CommandLineText.repeated(with: [], arguments: arguments)
        == "ddb-seed prod --start 2023-03-26T18:04:14+00:00 --table=a_b-c.d me@h,x%"
    )
  }

  @Test(arguments: [["--start", "old"], ["--start=old"], []])
  func `an option takes the place of the one that was there`(typed: [String]) {
    let line = CommandLineText.repeated(
      with: [("--start", "new one"), ("--group", "g")],
      arguments: ["ddb-seed"] + typed + ["--starter", "x"]
    )
    #expect(line == "ddb-seed --starter x --start 'new one' --group g")
  }

  @Test(arguments: [
    ["--connection-url", "postgresql://u:secret@h"], ["--connection-url=postgresql://u:secret@h"],
  ])
  func `a connection URL is left out`(typed: [String]) {
    let line = CommandLineText.repeated(with: [], arguments: ["tool"] + typed + ["prod"])
    #expect(line == "tool --connection-url … prod")
  }

  @Test func `an option at the very end does no harm`() {
    #expect(
      CommandLineText.repeated(with: [("--start", "x")], arguments: ["tool", "--start"]) == "tool --start x"
    )
    #expect(
      CommandLineText.repeated(with: [], arguments: ["tool", "--connection-url"]) == "tool --connection-url …"
    )
    #expect(CommandLineText.repeated(with: [], arguments: []).isEmpty)
  }
}
