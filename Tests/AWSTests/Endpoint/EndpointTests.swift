import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct EndpointTests {
  @Test(
    arguments: [
      ("http://localhost:8000", "http", "localhost", 8_000, "/"),
      ("HTTP://LocalHost:8000/", "http", "localhost", 8_000, "/"),
      ("https://dynamodb.us-east-1.amazonaws.com", "https", "dynamodb.us-east-1.amazonaws.com", nil, "/"),
      ("https://example.com:443", "https", "example.com", nil, "/"),
      ("http://example.com:80/", "http", "example.com", nil, "/"),
      ("https://example.com:80", "https", "example.com", 80, "/"),
      ("http://example.com:443", "http", "example.com", 443, "/"),
      ("http://127.0.0.1:1", "http", "127.0.0.1", 1, "/"), ("http://127.1:1", "http", "127.0.0.1", 1, "/"),
      ("http://0x7f.1", "http", "127.0.0.1", nil, "/"), ("http://0177.1", "http", "127.0.0.1", nil, "/"),
      ("http://2130706433", "http", "127.0.0.1", nil, "/"),
      ("http://127.0.0.1.", "http", "127.0.0.1.", nil, "/"),
      ("http://[0:0:0:0:0:0:0:1]:8000", "http", "[::1]", 8_000, "/"),
      ("http://[::FFFF:7f00:1]", "http", "[::ffff:127.0.0.1]", nil, "/"),
      ("http://[FE80::0:1%25eth0]:1", "http", "[fe80::1]", 1, "/"),
      ("http://h:65535/a/b", "http", "h", 65_535, "/a/b"),
      ("http://[::1]:8000", "http", "[::1]", 8_000, "/"),
      ("http://[2001:DB8::1]", "http", "[2001:db8::1]", nil, "/"),
      ("http://h/a%20b", "http", "h", nil, "/a%20b"), ("http://a-b_c.d", "http", "a-b_c.d", nil, "/"),
    ] as [(String, String, String, Int?, String)]
  )
  func `a URL is parsed`(url: String, scheme: String, host: String, port: Int?, path: String) throws {
    let endpoint = try #require(Endpoint(url))
    #expect(endpoint.scheme == scheme)
    #expect(endpoint.host == host)
    #expect(endpoint.port == port)
    #expect(endpoint.path == path)
  }

  @Test(arguments: [
    "", "localhost", "localhost:8000", "//localhost", "http:", "http://", "http:///a", "http://:8000",
    "ftp://h",
    "file:///etc/passwd", "http://u@h", "http://u:p@h", "http://:p@h", "http://@h", "http://h?a=b",
    "http://h/?",
    "http://h#a", "http://h:0", "http://h:65536", "http://h:x", "http://h:-1", "http://h h", "http://h\n",
    "http://h\r\nX-Evil: 1", "http://[::1", "http://::1", "http://[::1]x", "https://h:99999999999999999999",
    " http://h",
    "javascript://h", "http://%31%32%37.0.0.1", "http://localhos%74", "http://a%2eb", "http://[::1::2]",
    "http://[1.2.3.4]", "http://h\\@evil.example",
  ])
  func `anything but an http or https URL of a host is refused`(url: String) {
    #expect(Endpoint(url) == nil)
  }

  @Test(arguments: [
    ("http://localhost:8000", "localhost:8000", "http://localhost:8000/", "http://localhost:8000"),
    ("https://example.com:443/", "example.com", "https://example.com/", "https://example.com"),
    ("https://example.com/a/", "example.com", "https://example.com/a/", "https://example.com/a/"),
    ("http://[::1]:8000", "[::1]:8000", "http://[::1]:8000/", "http://[::1]:8000"),
    ("http://127.1:8000", "127.0.0.1:8000", "http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
    ("http://[fe80::1%25lo]:1", "[fe80::1]:1", "http://[fe80::1%25lo]:1/", "http://[fe80::1%25lo]:1"),
  ])
  func `host header, URL and text leave out the scheme's default port`(
    url: String,
    authority: String,
    whole: String,
    text: String
  ) throws {
    let endpoint = try #require(Endpoint(url))
    #expect(endpoint.authority == authority)
    #expect(endpoint.url == whole)
    #expect(endpoint.description == text)
    #expect(Endpoint(whole) == endpoint)
  }

  @Test func `a service's own host is reached over TLS`() {
    #expect(Endpoint(https: "example.com") == Endpoint("https://example.com"))
  }
}
