import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct ServerAddressesTests {
  private static let known = ["two.example": ["10.0.0.1", "fd00::1"], "one.example": ["10.0.0.9"]]

  private func addresses(_ text: String) throws -> (ConnectionParameters, ServerAddresses) {
    let parameters = try ConnectionParameters(parsing: text)
    return (parameters, ServerAddresses(parameters) { Self.known[$0] ?? [] })
  }

  @Test(arguments: [
    ("host=two.example port=1", ["two.example 10.0.0.1 1", "two.example fd00::1 1"]),
    ("host=one.example,nowhere,/tmp port=1,2,3", ["one.example 10.0.0.9 1", "nowhere  2", "/tmp  3"]),
    ("host=two.example hostaddr=10.0.0.7", ["two.example 10.0.0.7 "]),
    ("hostaddr=10.0.0.7,10.0.0.8 port=4", [" 10.0.0.7 4", " 10.0.0.8 4"]),
    ("dbname=d", ["  "]),
  ])
  func `every address of every host is listed`(text: String, expected: [String]) throws {
    let (_, addresses) = try addresses(text)
    #expect(addresses.all.map { "\($0.host) \($0.number) \($0.port)" } == expected)
  }

  @Test func `the addresses after one that did not answer keep their host names and ports`() throws {
    let (parameters, addresses) = try addresses("host=two.example,one.example port=1,2 dbname=d")
    let first = ServerAddress(host: "two.example", number: "10.0.0.1", port: "1")
    let rest = try #require(addresses.parameters(parameters, after: first))
    #expect(rest["host"] == "two.example,one.example")
    #expect(rest["hostaddr"] == "fd00::1,10.0.0.9")
    #expect(rest["port"] == "1,2")
    #expect(rest["dbname"] == "d")
    let last = ServerAddress(host: "one.example", number: "10.0.0.9", port: "2")
    #expect(addresses.parameters(parameters, after: last) == nil)
  }

  @Test func `a name of this machine has addresses, an unknown name has none`() {
    #expect(numericAddresses(of: "127.0.0.1") == ["127.0.0.1"])
    #expect(numericAddresses(of: "no-such-host.invalid").isEmpty)
  }
}
