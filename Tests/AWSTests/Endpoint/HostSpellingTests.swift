import TestSupport
import Testing
import Toolkit

@testable import AWS

/// The signature covers the `Host` header, which libcurl writes: it spells addresses its own way.
@Suite(.inTurn) struct HostSpellingTests {
  @Test(arguments: [
    "127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1", "127.0.1",
    "[::ffff:127.0.0.1]", "[::FFFF:7F00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "localhost", "LocalHost",
  ])
  func `a host in any spelling is signed as it is sent`(host: String) async throws {
    let server = try ScriptedServer([[.echo]])
    defer { server.stop() }
    let endpoint = try #require(Endpoint("http://\(host):\(server.port)"))
    #expect(endpoint.isLoopback && endpoint.isLocal)
    let signer = SigV4(credentials: TestKeys.credentials, region: "us-east-1", service: "dynamodb")
    let request = signer.sign(HTTPRequest(.post, at: endpoint, body: Array("{}".utf8)), at: .noon)
    _ = try await withCurl { try await $0.send(request, timeouts: .test) }
    let sent = try #require(server.requests.first).field("host")
    #expect(sent == endpoint.authority)
    #expect(signer.canonicalRequest(request).contains("\nhost:\(sent)\n"))
  }
}
