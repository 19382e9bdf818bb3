import Testing

@testable import Toolkit

@Suite struct NearNameTests {
  @Test(arguments: [
    ("--tabel", "--table"), ("--otuput", "--output"), ("--TABLE", "--table"), ("--lim", "--limit"),
    ("--tables", "--table"), ("--x", nil), ("--no-such-option", nil), ("", nil),
  ])
  func `the name that was meant is found`(typed: String, expected: String?) {
    let names = ["--table", "--output", "--limit", "--segments", "--quiet"]
    #expect(NearName.nearest(to: typed, among: names) == expected)
  }

  @Test func `names that are equally near are all found`() {
    #expect(NearName.all(to: "create-massage", among: ["create-message", "create-passage"]).count == 2)
    #expect(NearName.all(to: "production", among: ["local", "prod"]) == ["prod"])
    #expect(NearName.all(to: "sama", among: ["phidel", "Sama", "Samantha"]) == ["Sama"])
  }

  @Test func `a word of 200,000 letters is compared quickly`() {
    let long = String(repeating: "ab", count: 100_000)
    #expect(NearName.nearest(to: long, among: ["--table", long + "c"]) == long + "c")
  }
}
