import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct DecimalTextTests {
  /// The number as DynamoDB writes it; nil for a text that is not a number.
  private func normal(_ text: String) -> String? {
    // Among other digits, so that none of them is taken for its own.
    let bytes = Array("9.9\(text)9E9")
    guard let number = DecimalText(3..<bytes.count - 3, in: bytes.span) else { return nil }
    var output: [UInt8] = []
    number.appendNormal(to: &output, from: bytes.span)
    return output.text
  }

  /// Where the pull request and the issue that `DecimalText` names give DynamoDB's answer, it is that.
  @Test(arguments: [
    ("00042", "42"), ("-0", "0"), ("1.5E2", "150"), ("1.0", "1"), ("+5", "5"), ("+1.5", "1.5"), ("+0", "0"),
    ("+1e2", "100"), ("1e+2", "100"), ("1.5E+3", "1500"), ("-7", "-7"),
    ("007", "7"), (".5", "0.5"), ("5.", "5"), ("1E3", "1000"), ("-.5", "-0.5"), ("-5.", "-5"),
    ("+.50E-1", "0.05"),
    ("0", "0"), ("00", "0"), ("0.0", "0"), ("-0.00", "0"), (".0", "0"), ("0.", "0"), ("0E5", "0"),
    ("0e999999999999999999999", "0"),
    ("100", "100"), ("-1.50", "-1.5"), ("0.10", "0.1"), ("10.01", "10.01"), ("-010.010", "-10.01"),
    ("12345E-2", "123.45"), ("12345E-5", "0.12345"), ("12345E-7", "0.0012345"), ("1200E-2", "12"),
    ("0.0012E4", "12"),
    ("0.0012E2", "0.12"), ("1E0", "1"), ("1E-0", "1"), ("1e00003", "1000"),
    ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
    ("-0.12345678901234567890123456789012345678", "-0.12345678901234567890123456789012345678"),
  ])
  func `a stored number is written as DynamoDB writes it, all digits`(text: String, number: String) {
    #expect(normal(text) == number)
  }

  @Test func `the greatest and the smallest number are written out`() {
    let nines = String(repeating: "9", count: 38)
    #expect(normal("9.\(nines.dropFirst())E+125") == nines + String(repeating: "0", count: 88))
    #expect(normal("-1E-130") == "-0." + String(repeating: "0", count: 129) + "1")
    #expect(normal("1000E-133") == "0." + String(repeating: "0", count: 129) + "1")
  }

  @Test(arguments: [
    ("1E126", "1E126"), ("-01.50E+126", "-1.5E+126"), ("1E-131", "1E-131"),
    ("007e999999999999999999999999", "7E999999999999999999999999"),
    ("1E-9223372036854775808", "1E-9223372036854775808"),
    (".5E9223372036854775807", "0.5E9223372036854775807"),
  ])
  func `a number beyond DynamoDB's keeps its exponent, without all its zeros`(text: String, number: String)
    throws
  {
    #expect(normal(text) == number)
    #expect(try JSONValue(parsing: Array(number)) == .number(number))
  }

  @Test func `a number of very many digits keeps them all`() {
    let digits = String(repeating: "12345", count: 1_000)
    #expect(normal("00\(digits).50") == digits + ".5")
    #expect(normal(".\(digits)") == "0." + digits)
  }

  @Test(arguments: [
    "", "+", "-", ".", "+.", "-.", "e5", "E", ".e5", "1e", "1E+", "1E-", "--1", "+-1", "1-", "1+2", "1.2.3",
    "1e5e5", "1e5.5",
    " 1", "1 ", "1 2", "1_000", "1,000", "0x10", "NaN", "Infinity", "-Infinity", "١", #"\u0031"#, "1\"",
    "1\n",
  ])
  func `what is not a number is refused`(text: String) {
    #expect(normal(text) == nil)
  }
}
