import ArgumentParser
import TestSupport
import Testing

@testable import Toolkit

@Suite struct EnvironmentTests {
  @Test func `an empty variable counts as unset`() {
    let environment = Environment(["A": "", "B": "b", "C": " "])
    #expect(environment["A"] == nil)
    #expect(environment["B"] == "b")
    #expect(environment["C"] == " ")
    #expect(environment["b"] == nil)
    #expect(environment.first(of: ["A", "X", "B", "C"])?.name == "B")
    #expect(environment.first(of: ["A", "X"]) == nil)
  }

  @Test func `a carriage return at the end of one of AWS's variables is removed`() {
    let environment = Environment([
      "AWS_REGION": "us-east-1\r", "AWS_PROFILE": "\r", "AWS_X": "a\rb",
      "CONNECTION_URL": "postgresql://h/d\r",
      "MY_AWS_X": "a\r",
    ])
    #expect(environment["AWS_REGION"] == "us-east-1" && environment["AWS_PROFILE"] == nil)
    #expect(environment["AWS_X"] == "a\rb" && environment["MY_AWS_X"] == "a\r")
    #expect(environment["CONNECTION_URL"] == "postgresql://h/d\r")
    #expect(environment.assignments.contains("AWS_REGION=us-east-1"))
  }

  @Test(arguments: [
    ("true", true), ("True", true), ("TRUE", true), ("1", false), ("yes", false), ("", false),
    (" true", false),
  ])
  func `only the word true, in any case, switches a variable on`(value: String, isTrue: Bool) {
    #expect(Environment(["A": value]).isTrue("A") == isTrue)
  }
}

@Suite struct StageTests {
  @Test(arguments: [([], Stage.local), (["local"], .local), (["prod"], .prod)] as [([String], Stage)])
  func `a run is local unless it says prod`(arguments: [String], stage: Stage) throws {
    #expect(try StageOptions.parse(arguments).stage == stage)
  }

  @Test(arguments: ["production", "Prod", "nonprod", "product", "staging", "", " prod", "prod local"])
  func `any other word for the stage is wrong usage`(word: String) {
    let error = #expect(throws: (any Error).self) { try StageOptions.parse([word]) }
    #expect(error.map { StageOptions.exitCode(for: $0) } == .validationFailure)
  }

  @Test func `quiet and verbose exclude each other`() {
    #expect(throws: (any Error).self) { try StageOptions.parse(["--quiet", "--verbose"]) }
  }
}
