import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ConditionTests {
  @Test(arguments: [
    ("pk begins_with MSG#", "begins_with(#f0, :f0)", [#"{"S":"MSG#"}"#]),
    ("sk begins_with 2023", "begins_with(#f0, :f0)", [#"{"S":"2023"}"#]),
    ("n = 5", "#f0 = :f0", [#"{"N":"5"}"#]), ("n != '5'", "#f0 <> :f0", [#"{"S":"5"}"#]),
    ("n <> -1.5E3", "#f0 <> :f0", [#"{"N":"-1.5E3"}"#]), ("b = true", "#f0 = :f0", [#"{"BOOL":true}"#]),
    ("b = null", "#f0 = :f0", [#"{"NULL":true}"#]),
    ("sk >= 2023-03-26", "#f0 >= :f0", [#"{"S":"2023-03-26"}"#]),
    ("x exists OR y missing", "attribute_exists(#f0) OR attribute_not_exists(#f1)", []),
    (
      "n between 1 and 2 and m contains \"it's and or\"", "#f0 BETWEEN :f0 AND :f1 AND contains(#f1, :f2)",
      [#"{"N":"1"}"#, #"{"N":"2"}"#, #"{"S":"it's and or"}"#]
    ),
    (
      "(a = 1 or b = 2) and ( c exists )", "(#f0 = :f0 OR #f1 = :f1) AND (attribute_exists(#f2))",
      [#"{"N":"1"}"#, #"{"N":"2"}"#]
    ),
    ("((a exists))", "((attribute_exists(#f0)))", []), ("m = '(a)'", "#f0 = :f0", [#"{"S":"(a)"}"#]),
    ("'and' = x and a.b.a = y", "#f0 = :f0 AND #f1.#f2.#f1 = :f1", [#"{"S":"x"}"#, #"{"S":"y"}"#]),
  ])
  func `a condition becomes an expression with placeholders`(
    text: String,
    expression: String,
    values: [String]
  ) throws {
    let condition = try Condition(parsing: text)
    #expect(condition.expression == expression)
    #expect(condition.values.members.map { $0.value.text(.compact) } == values)
    #expect(condition.values.members.map(\.name) == values.indices.map { ":f\($0)" })
    #expect(condition.names.members.map(\.name) == (0..<condition.names.count).map { "#f\($0)" })
  }

  @Test(arguments: [
    ("", "it lacks an attribute's name"),
    ("pk", "it lacks an operator, such as = or begins_with, after 'pk'"),
    ("pk =", "it lacks a value at its end"), ("a..b = 1", "'a..b' is not an attribute's name"),
    ("n between 1 or 2", "between needs two values: between 1 and 2"),
    ("n = 1 and", "it lacks an attribute's name"),
    ("(n = 1", "a parenthesis is not closed"), ("n = 1)", "')' closes no parenthesis"),
    ("()", "')' stands where an attribute's name should; put a text with it into quotes"),
    ("n = (1)", "'(' stands where a value at its end should; put a text with it into quotes"),
    (String(repeating: "(", count: 60) + "n = 1", "more than 50 parentheses are open at a time"),
    ("n = 1 'and' m = 2", "'and' stands where 'and' or 'or' should"),
  ])
  func `an invalid condition is refused with the reason`(text: String, fault: String) throws {
    let error = try #require(#expect(throws: Condition.Fault.self) { try Condition(parsing: text) })
    #expect(error.description == fault)
  }
}
