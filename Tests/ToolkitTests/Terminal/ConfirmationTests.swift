import ArgumentParser
import TestSupport
import Testing

@testable import Toolkit

@Suite struct ConfirmationTests {
  private func require(
    stage: Stage = .prod,
    _ arguments: [String] = [],
    isTerminal: Bool = true,
    showsQuestion: Bool = true,
    answer: String? = nil
  ) throws {
    let errors = RecordedOutput(isTerminal: showsQuestion)
    let console = Console.noting(errors)
    let input = StandardInput.typed([answer].compactMap(\.self), isTerminal: isTerminal)
    try Toolkit.Confirmation(action: "drop cruddur", name: "cruddur").require(
      in: .test(stage: stage, console: console, input: input),
      options: .parse(arguments)
    )
  }

  @Test func `a local run does not ask`() throws {
    try require(stage: .local, isTerminal: false)
    try require(stage: .local, isTerminal: true)
  }

  @Test func `with --yes nothing is asked`() throws {
    try require(["--yes"], isTerminal: false)
    try require(["--yes"], isTerminal: true)
  }

  @Test func `typing the name confirms`() throws {
    try require(answer: "cruddur")
  }

  @Test(arguments: [nil, "", "y", "yes", "Cruddur", "cruddur "])
  func `any other answer does not confirm`(answer: String?) throws {
    let error = try #require(#expect(throws: ToolError.self) { try require(answer: answer) })
    #expect(error.code == .notConfirmed)
  }

  @Test(arguments: [(false, true), (true, false), (false, false)])
  func `where stdin or stderr is not a terminal the name or --yes is needed on the command line`(
    isTerminal: Bool,
    showsQuestion: Bool
  ) throws {
    let error = try #require(
      #expect(throws: ToolError.self) {
        try require(isTerminal: isTerminal, showsQuestion: showsQuestion, answer: "cruddur")
      }
    )
    #expect(error.code == .notConfirmed)
    #expect(error.hint?.contains("--yes") == true && error.hint?.contains("--confirm cruddur") == true)
    try require(["--confirm", "cruddur"], isTerminal: isTerminal, showsQuestion: showsQuestion)
  }

  @Test(arguments: [Stage.local, .prod], [[], ["--yes"]])
  func `--confirm with another name never confirms`(stage: Stage, more: [String]) throws {
    let error = try #require(
      #expect(throws: ToolError.self) {
        try require(stage: stage, ["--confirm", "Cruddur"] + more, answer: "cruddur")
      }
    )
    #expect(error.code == .notConfirmed)
    #expect(error.message.contains("--confirm says 'Cruddur' in place of 'cruddur'"))
  }
}
