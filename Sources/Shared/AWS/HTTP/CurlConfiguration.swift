import CCurl
import Toolkit

/// The settings of all transfers of a tool.
package struct CurlConfiguration: Sendable {
  /// The file of trusted certificate authorities; nil for libcurl's default.
  package var authoritiesFile: String?
  package var userAgent: String
  package var proxies: Proxies
  /// Whether libcurl calls back before it sends a request, see `CurlEasy.sendOnce`; false only in tests.
  var asksBeforeSending = true

  package init(authoritiesFile: String?, userAgent: String, proxies: Proxies) {
    self.authoritiesFile = authoritiesFile
    self.userAgent = userAgent
    self.proxies = proxies
  }

  /// The proxy of a request; nil for none.
  func proxy(for request: HTTPRequest) -> Proxy? {
    request.isDirect ? nil : proxies.proxy(for: request.endpoint)
  }

  /// - Throws: `ToolError` with the code `.transport(.invalidRequest)` for an option that libcurl refuses.
  func apply(to easy: CurlEasy, _ request: HTTPRequest, _ timeouts: Timeouts) throws(ToolError) {
    try easy.set(CURLOPT_URL, request.url)
    try easy.set(CURLOPT_USERAGENT, userAgent)
    // libcurl's own timers must not raise signals: several threads run.
    try easy.set(CURLOPT_NOSIGNAL, 1)
    try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    try easy.set(CURLOPT_TCP_KEEPALIVE, 1)
    // A larger buffer: a page of 1 MB comes in a few pieces instead of sixty-four.
    try easy.set(CURLOPT_BUFFERSIZE, 1 << 18)
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.milliseconds)
    if let total = timeouts.total { try easy.set(CURLOPT_TIMEOUT_MS, total.milliseconds) }
    // Empty values keep libcurl from reading the environment itself.
    try easy.set(CURLOPT_PROXY, proxy(for: request)?.url ?? "")
    try easy.set(CURLOPT_NOPROXY, "")
    if let authoritiesFile { try easy.set(CURLOPT_CAINFO, authoritiesFile) }
    try easy.setHeaders(request.headers.fields + [(name: "Expect", value: ""), (name: "Accept", value: "")])
    try setMethod(of: easy, request)
  }

  private func setMethod(of easy: CurlEasy, _ request: HTTPRequest) throws(ToolError) {
    switch request.method {
    case .get: try easy.set(CURLOPT_HTTPGET, 1)
    case .post: try easy.setBody(request.body)
    case .put:
      try easy.setBody(request.body)
      try easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
