import Foundation
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct ProxiesTests {
  private func proxy(_ url: String, _ environment: [String: String]) throws -> String? {
    try Proxies(Environment(environment)).proxy(for: #require(Endpoint(url)))?.url
  }

  @Test(
    arguments: [
      (["http_proxy": "a"], "a", nil), (["HTTP_PROXY": "a"], nil, nil), (["https_proxy": "a"], nil, "a"),
      (["HTTPS_PROXY": "a"], nil, "a"), (["https_proxy": "a", "HTTPS_PROXY": "b"], nil, "a"),
      (["ALL_PROXY": "a"], "a", "a"), (["all_proxy": "a", "ALL_PROXY": "b", "http_proxy": "c"], "c", "a"),
      (["http_proxy": "", "all_proxy": "a"], "a", "a"), ([:], nil, nil),
    ] as [([String: String], String?, String?)]
  )
  func `the proxy is that of the scheme, else all_proxy`(
    environment: [String: String],
    http: String?,
    https: String?
  ) throws {
    #expect(try proxy("http://example.com", environment) == http)
    #expect(try proxy("https://example.com", environment) == https)
  }

  @Test(arguments: [
    "http://localhost:8000", "http://127.0.0.1", "http://127.1", "http://[::1]:8000", "http://x.localhost",
  ])
  func `no proxy is used for this machine`(url: String) throws {
    #expect(try proxy(url, ["http_proxy": "a", "all_proxy": "b"]) == nil)
  }

  @Test(arguments: [
    ("*", "example.com", true), ("a, *", "example.com", true), ("example.com", "example.com", true),
    (".example.com", "example.com", true), ("example.com", "a.example.com", true),
    ("Example.COM", "A.example.com", true), ("example.com", "badexample.com", false),
    ("a b,c", "b", true), ("", "example.com", false), (".", "example.com", false),
    ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.1.2.3", false), ("10.1.2.3", "10.1.2.3", true),
    ("10.1.2.0/23", "10.1.3.9", true), ("10.1.2.0/23", "10.1.4.9", false), ("10.1.2.3/33", "10.1.2.3", false),
    ("10.1.2.3/x", "10.1.2.3", false), ("fd00::/8", "[fd12::1]", true), ("fd00::/8", "[fe80::1]", false),
    ("2.3", "10.1.2.3", false),
  ])
  func `NO_PROXY names domains, addresses and networks`(exceptions: String, host: String, isDirect: Bool)
    throws
  {
    let environment = ["http_proxy": "a", "NO_PROXY": exceptions]
    #expect(try (proxy("http://\(host)", environment) == nil) == isDirect)
  }

  @Test(arguments: [
    ("http://proxy.test:3128", "http://proxy.test:3128 (v)"), ("proxy.test", "http://proxy.test (v)"),
    ("socks5h://u:p@10.0.0.1:1080/x", "socks5h://10.0.0.1:1080 (v)"),
    ("http://[::1]:3128", "http://[::1]:3128 (v)"),
    ("http://user:hunter2secret@proxy.test:99999", "http://proxy.test:99999 (v)"),
    ("http://us@er:hunter2/secret@proxy.test", "http://proxy.test (v)"),
    ("http://user:hunter2secret", "of v"),
    ("http://user:hunter2secret@a b", "of v"), ("http://user:hunter2secret@", "of v"),
    ("http://user:1234@", "of v"), ("http://", "of v"),
    ("http://a\u{1B}[31m", "of v"),
  ])
  func `a proxy is shown without user and password`(url: String, shown: String) {
    #expect("\(Proxy(url: url, variable: "v"))" == shown)
  }

  // MARK: - Over libcurl

  private func failure(_ environment: [String: String], _ url: String) async throws -> ToolError {
    let endpoint = try #require(Endpoint(url))
    return try await toolError {
      _ = try await withCurl(environment) {
        try await $0.send(HTTPRequest(.get, at: endpoint), timeouts: .test)
      }
    }
  }

  @Test(arguments: ["http", "https"])
  func `a proxy that refuses the connection is named, and nothing was sent`(scheme: String) async throws {
    let socket = try Socket.bound()
    defer { socket.shutdown() }
    let environment = ["\(scheme)_proxy": "http://user:hunter2@127.0.0.1:\(socket.port)"]
    let error = try await failure(environment, "\(scheme)://nowhere.invalid")
    #expect(error.code == .transport(.proxyNotConnected))
    #expect(
      error.message.hasPrefix(
        "the proxy http://127.0.0.1:\(socket.port) (\(scheme)_proxy) cannot be reached: "
      )
    )
    #expect(!error.message.contains("hunter2") && !error.mayHaveBeenDone)
  }

  @Test(
    arguments: [
      (407, "http", .proxy), (407, "https", .proxy), (403, "https", .proxy),
      (403, "http", .proxy),
      (503, "https", .proxyNotConnected),
      (302, "https", .proxyNotConnected),
    ] as [(Int, String, TransportFailure)]
  )
  func `a proxy that refuses is named, with its status`(
    status: Int,
    scheme: String,
    failure kind: TransportFailure
  ) async throws {
    try await ScriptedServer.with({ _ in .reply(status: status, body: "") }) { server in
      let error = try await failure(["all_proxy": server.url], "\(scheme)://nowhere.invalid")
      #expect(error.code == .transport(kind))
      #expect(error.message.contains("the proxy \(server.url) (all_proxy)"), "\(error)")
      #expect(error.message.hasSuffix(": HTTP \(status)"), "\(error)")
      #expect(!error.mayHaveBeenDone)
    }
  }

  @Test func `a 403 that a service has given is the service's own`() async throws {
    let refusal = Answer.reply(status: 403, headers: ["x-amzn-RequestId: 1"], body: "{}")
    try await ScriptedServer.with({ _ in refusal }) { server in
      let endpoint = try #require(Endpoint("http://nowhere.invalid"))
      let response = try await withCurl(["http_proxy": server.url]) {
        try await $0.send(HTTPRequest(.get, at: endpoint), timeouts: .test)
      }
      #expect(response.status == 403)
    }
  }

  @Test func `a proxy that takes no connection is named, too`() async throws {
    let server = try Socket.full()
    defer { server.shutdown() }
    let endpoint = try #require(Endpoint("http://nowhere.invalid"))
    let timeouts = Timeouts(connect: .milliseconds(100), read: .seconds(30))
    let error = try await toolError {
      _ = try await withCurl(["http_proxy": "http://127.0.0.1:\(server.port)"]) {
        try await $0.send(HTTPRequest(.get, at: endpoint), timeouts: timeouts)
      }
    }
    #expect(error.code == .transport(.connectTimedOut))
    #expect(
      error.message.hasPrefix(
        "the proxy http://127.0.0.1:\(server.port) (http_proxy) did not connect in time"
      )
    )
  }

  @Test func `requests arrive at the proxy, except those of no_proxy`() async throws {
    try await ScriptedServer.with({ _ in .reply(status: 200, body: "by proxy") }) { server in
      let remote = try #require(Endpoint("http://nowhere.invalid/x"))
      let response = try await withCurl(["http_proxy": server.url]) {
        try await $0.send(HTTPRequest(.get, at: remote), timeouts: .test)
      }
      #expect(response.body.text == "by proxy")
      #expect(server.requests.last?.head.hasPrefix("GET http://nowhere.invalid/x HTTP/1.1\r\n") == true)
      let environment = ["http_proxy": server.url, "no_proxy": "invalid"]
      #expect(try await failure(environment, "http://nowhere.invalid").code == .transport(.unknownHost))
      #expect(server.requests.count == 1)
    }
  }

  @Test func `libcurl does not read the environment by itself`() async {
    await #expect(processExitsWith: .success) {
      for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"] {
        unsafe setenv(name, "http://127.0.0.1:1", 1)
      }
      #expect(try await exchange([.echo], body: "direct").body.text == "direct")
      let remote = try #require(Endpoint("http://nowhere.invalid"))
      let error = try await toolError {
        _ = try await withCurl { try await $0.send(HTTPRequest(.get, at: remote), timeouts: .test) }
      }
      #expect(error.code == .transport(.unknownHost))
    }
  }

  @Test(arguments: [
    "http://user:hunter2secret@proxy.test:99999", "ftp://user:hunter2secret@proxy.test",
    "http://user:hunter2secret@[bad", "http://user:hunter2secret@a b", "http://user:hunter2secret",
    "http://user:hunter'2secret@proxy.test:99999",
  ])
  func `a proxy that libcurl cannot use is named without its password`(proxy: String) async throws {
    let error = try await failure(["http_proxy": proxy], "http://nowhere.invalid")
    #expect(error.message.contains("http_proxy"), "\(error)")
    #expect(!error.message.contains("secret"), "\(error)")
  }
}
