import CCurl
import Toolkit

/// What every transfer of a tool has in common.
package struct CurlConfiguration: Sendable {
  /// The file of certificate authorities to trust; nil leaves libcurl its own.
  package var authoritiesFile: String?
  package var userAgent: String

  package init(authoritiesFile: String?, userAgent: String) {
    self.authoritiesFile = authoritiesFile
    self.userAgent = userAgent
  }

  func apply(to easy: CurlEasy, _ request: HTTPRequest, _ timeouts: Timeouts) {
    easy.set(CURLOPT_URL, request.url)
    easy.set(CURLOPT_USERAGENT, userAgent)
    // libcurl's own timers must not raise signals: several threads run.
    easy.set(CURLOPT_NOSIGNAL, 1)
    easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    easy.set(CURLOPT_TCP_KEEPALIVE, 1)
    // A page of 1 MB in a few pieces instead of sixty-four.
    easy.set(CURLOPT_BUFFERSIZE, 1 << 18)
    easy.set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.milliseconds)
    if let total = timeouts.total { easy.set(CURLOPT_TIMEOUT_MS, total.milliseconds) }
    // Whatever proxy the environment names, nothing stands between this machine and itself.
    if request.isDirect || request.endpoint.isLoopback { easy.set(CURLOPT_NOPROXY, "*") }
    if let authoritiesFile { easy.set(CURLOPT_CAINFO, authoritiesFile) }
    easy.setHeaders(request.headers.fields + [(name: "Expect", value: ""), (name: "Accept", value: "")])
    setMethod(of: easy, request)
  }

  private func setMethod(of easy: CurlEasy, _ request: HTTPRequest) {
    switch request.method {
    case .get: easy.set(CURLOPT_HTTPGET, 1)
    case .post: easy.setBody(request.body)
    case .put:
      easy.setBody(request.body)
      easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}
