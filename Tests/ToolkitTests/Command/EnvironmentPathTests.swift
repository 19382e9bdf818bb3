import TestSupport
import Testing

@testable import Toolkit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite struct EnvironmentPathTests {
  struct Row: Decodable, Sendable {
    let path: String
    let variables: [String: String]
    let expanded: String
  }

  @Test func `paths in variables are resolved as Python resolves them`() throws {
    let rows: [Row] = try Vectors.load("paths", count: 37)
    for row in rows {
      let expanded = Environment(row.variables).expanding(row.path)
      // Python leaves the home folder of a user that nobody knows as it is written.
      #expect(expanded == row.expanded || expanded == nil && row.expanded.hasPrefix("~"), "\(row)")
    }
  }

  @Test func `HOME precedes the user database`() {
    let list: @Sendable (String?) -> String? = { user in ["": "/own", "me": "/me"][user ?? ""] }
    let withHome = Environment(["HOME": "/home"], homeFolder: list)
    #expect(withHome.expandingHome(in: "~/a") == "/home/a" && withHome.expandingHome(in: "~me/a") == "/me/a")
    for variables in [[:], ["HOME": ""]] {
      let without = Environment(variables, homeFolder: list)
      #expect(without.expandingHome(in: "~/a") == "/own/a" && without.expandingHome(in: "~") == "/own")
      #expect(without.expandingHome(in: "~you/a") == nil && without.expandingHome(in: "a/~") == "a/~")
    }
    #expect(Environment(["HOME": "/"]).expandingHome(in: "~/a") == "/a")
    #expect(Environment([:]).expandingHome(in: "~/a") == nil)
  }

  @Test func `the user database is read`() throws {
    guard let entry = unsafe getpwuid(getuid()) else {
      Issue.record("the user of the tests is not in the user database")
      return
    }
    let name = unsafe String(cString: entry.pointee.pw_name)
    let folder = unsafe String(cString: entry.pointee.pw_dir)
    #expect(HomeFolder.of(user: nil) == folder && HomeFolder.of(user: name) == folder)
    #expect(HomeFolder.of(user: "nobody of this name") == nil)
  }
}
