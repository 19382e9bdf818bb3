import Toolkit

/// The proxy of each request, from the environment by libcurl's rules.
///
/// libcurl is given the result instead of reading the environment itself, so that an error names the proxy
/// that was used. Source: https://curl.se/libcurl/c/CURLOPT_PROXY.html and CURLOPT_NOPROXY.html
package struct Proxies: Sendable, Redacted {
  private let byScheme: [String: Proxy]
  private let exceptions: [String]

  package static let none = Proxies(Environment([:]))

  package var description: String { "Proxies" }

  package init(_ environment: Environment) {
    // HTTP_PROXY, in capitals, is not read: in a CGI program a request's `Proxy` field sets it.
    let names = ["http": ["http_proxy"], "https": ["https_proxy", "HTTPS_PROXY"]]
    byScheme = names.compactMapValues { names in
      environment.first(of: names + ["all_proxy", "ALL_PROXY"]).map {
        Proxy(url: $0.value, variable: $0.name)
      }
    }
    exceptions = (environment.first(of: ["no_proxy", "NO_PROXY"])?.value ?? "").lowercased()
      .split { $0 == "," || $0.isWhitespace }.map { String($0) }
  }

  /// Nil where the request goes directly to the endpoint, as it always does to this machine.
  func proxy(for endpoint: Endpoint) -> Proxy? {
    guard let proxy = byScheme[endpoint.scheme], !endpoint.isLoopback, !exceptions.contains("*"),
      !exceptions.contains(where: { Self.covers($0[...], host: endpoint.bareHost) })
    else { return nil }
    return proxy
  }

  /// - Parameter exception: A domain, which covers all hosts under it, an address, or a network such as
  ///   `10.0.0.0/8`.
  private static func covers(_ exception: Substring, host: Substring) -> Bool {
    if let address = IPAddress(host) { return address.isWithin(exception) }
    let domain = (exception.hasPrefix(".") ? exception.dropFirst() : exception)
    return host == domain || host.hasSuffix(".\(domain)")
  }
}

/// A proxy that a variable of the environment names.
struct Proxy: Sendable, Redacted {
  /// The variable's value, with user and password.
  let url: String
  let variable: String

  /// `http://proxy.example:3128 (https_proxy)`; only the variable where its value cannot be read.
  var description: String { origin.map { "\($0) (\(variable))" } ?? "of \(variable)" }

  /// Without user, password and path.
  private var origin: String? {
    let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    let scheme = parts.count > 1 ? parts[0] : "http"
    let rest = parts.last ?? ""
    // A password may hold any character, a host no `@`.
    let place = (rest.split(separator: "@", omittingEmptySubsequences: false).last ?? "").prefix {
      !"/?#".contains($0)
    }
    let port = place.drop { $0 != "]" }.isEmpty ? place : place.drop { $0 != "]" }
    guard !place.isEmpty, (scheme + place).utf8.allSatisfy({ $0.isLetterOrDigit(or: ".-_:[]") }),
      port.split(separator: ":", omittingEmptySubsequences: false).dropFirst().allSatisfy({ Int($0) != nil })
    else { return nil }
    return "\(scheme)://\(place)"
  }
}

extension Proxy {
  /// The error for an answer that is not the service's own, if this proxy may have given it.
  ///
  /// Only a proxy answers with 407. A 403 without a request id, which every service sends, comes from the
  /// proxy, or from a server behind it that is not the service.
  ///
  /// - Parameter isTunnel: Whether the answer came through a tunnel (`CONNECT`).
  func refusal(_ response: HTTPResponse, isTunnel: Bool) -> ToolError? {
    if response.status == 407 { return failure(.proxy, status: 407, reason: "") }
    guard response.status == 403, !isTunnel, !url.lowercased().hasPrefix("socks"),
      response.headers["x-amzn-RequestId"] == nil
    else { return nil }
    return ToolError(
      .transport(.proxy),
      message: "the proxy \(self), or a server behind it, refuses: HTTP 403"
    )
  }

  /// The error for a failure before the request was sent, if this proxy caused it.
  ///
  /// - Parameters:
  ///   - status: Of its answer to `CONNECT`; 0 where there was none.
  ///   - reason: libcurl's words.
  func failure(_ failure: TransportFailure, status: Int, reason: String) -> ToolError? {
    switch (status, failure) {
    case (400..<500, _):
      ToolError(.transport(.proxy), message: "the proxy \(self) refuses the connection: HTTP \(status)")
    case (300..., _):
      ToolError(.transport(.proxyNotConnected), message: "the proxy \(self) cannot connect: HTTP \(status)")
    case (0, .proxy):
      ToolError(.transport(.proxy), message: "the proxy \(self) cannot be used: \(reason)")
    case (0, .cannotConnect), (0, .notConnected):
      ToolError(.transport(.proxyNotConnected), message: "the proxy \(self) cannot be reached: \(reason)")
    case (0, .connectTimedOut):
      ToolError(.transport(.connectTimedOut), message: "the proxy \(self) did not connect in time: \(reason)")
    default: nil
    }
  }
}
