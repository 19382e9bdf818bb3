import CCurl
import Toolkit

/// The settings of all transfers of a tool.
package struct CurlConfiguration: Sendable {
  /// The file of trusted certificate authorities; nil for libcurl's default.
  package var authoritiesFile: String?
  package var proxies: Proxies
  /// Whether libcurl calls back before it sends a request, see `CurlEasy.sendOnce`; false only in tests.
  var asksBeforeSending = true

  package init(authoritiesFile: String?, proxies: Proxies) {
    self.authoritiesFile = authoritiesFile
    self.proxies = proxies
  }

  /// The proxy of a request; nil for none.
  func proxy(for request: HTTPRequest) -> Proxy? {
    request.isDirect ? nil : proxies.proxy(for: request.endpoint)
  }

  /// - Throws: `ToolError` with the code `.transport(.invalidRequest)` for an option that libcurl refuses.
  func apply(to easy: CurlEasy, request: HTTPRequest, timeouts: Timeouts) throws(ToolError) {
    try easy.set(CURLOPT_URL, to: request.url)
    try easy.set(CURLOPT_USERAGENT, to: SuiteVersion.userAgent)
    // libcurl's own timers must not raise signals: several threads run.
    try easy.set(CURLOPT_NOSIGNAL, to: 1)
    try easy.set(CURLOPT_HTTP_VERSION, to: Int(CURL_HTTP_VERSION_1_1))
    try easy.set(CURLOPT_TCP_KEEPALIVE, to: 1)
    // A larger buffer: a page of 1 MB comes in a few pieces instead of sixty-four.
    try easy.set(CURLOPT_BUFFERSIZE, to: 1 << 18)
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, to: timeouts.connect.milliseconds)
    if let total = timeouts.total { try easy.set(CURLOPT_TIMEOUT_MS, to: total.milliseconds) }
    // Empty values keep libcurl from reading the environment itself.
    try easy.set(CURLOPT_PROXY, to: proxy(for: request)?.url ?? "")
    try easy.set(CURLOPT_NOPROXY, to: "")
    if let authoritiesFile { try easy.set(CURLOPT_CAINFO, to: authoritiesFile) }
    try easy.setHeaders(request.headers.fields + [(name: "Expect", value: ""), (name: "Accept", value: "")])
    try setMethod(of: easy, request: request)
  }

  private func setMethod(of easy: CurlEasy, request: HTTPRequest) throws(ToolError) {
    switch request.method {
    case .get: try easy.set(CURLOPT_HTTPGET, to: 1)
    case .post: try easy.setBody(request.body)
    case .put:
      try easy.setBody(request.body)
      try easy.set(CURLOPT_CUSTOMREQUEST, to: request.method.rawValue)
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
