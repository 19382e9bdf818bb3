import TestSupport
import Testing

@testable import Toolkit

@Suite struct ConfirmationTests {
  private func require(
    stage: Stage = .prod,
    offTerminal: Toolkit.Confirmation.OffTerminal = .refuses,
    yes: Bool = false,
    isTerminal: Bool = true,
    answer: String? = nil
  ) throws {
    let confirmation = Toolkit.Confirmation(action: "drop cruddur", name: "cruddur", offTerminal: offTerminal)
    try confirmation.require(
      in: .test(stage: stage, input: .typed([answer].compactMap(\.self), isTerminal: isTerminal)),
      yes: yes
    )
  }

  @Test func `local work asks nobody`() throws {
    try require(stage: .local, isTerminal: false)
    try require(stage: .local, isTerminal: true)
  }

  @Test func `--yes asks nobody`() throws {
    try require(yes: true, isTerminal: false)
    try require(yes: true, isTerminal: true)
  }

  @Test func `the name, typed, is a yes`() throws {
    try require(answer: "cruddur")
  }

  @Test(arguments: [nil, "", "y", "yes", "Cruddur", "cruddur "])
  func `anything else is a no`(answer: String?) throws {
    let error = try #require(#expect(throws: ToolError.self) { try require(answer: answer) })
    #expect(error.code == .notConfirmed)
  }

  @Test func `off a terminal each command says what holds`() throws {
    try require(offTerminal: .goesAhead, isTerminal: false)
    let error = try #require(
      #expect(throws: ToolError.self) { try require(isTerminal: false, answer: "cruddur") }
    )
    #expect(error.code == .notConfirmed)
    #expect(error.hint?.contains("--yes") == true)
  }
}
