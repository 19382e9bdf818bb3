/// Why a request got no whole answer, as far as a program can act on it.
package enum TransportFailure: Sendable, Equatable {
  /// The host has no address.
  case unknownHost
  /// Nobody listens there, or nobody lets us in.
  case cannotConnect
  /// The connection did not stand in time: no byte of the request went out.
  case connectTimedOut
  /// The connection broke before it stood: no byte of the request went out.
  case notConnected
  /// The connection broke, or the answer ended early.
  case connectionLost
  /// The connection stood, but no more came.
  case timedOut
  /// The server's certificate or our list of authorities does not do.
  case certificate
  /// TLS failed before a certificate could be judged.
  case tls
  /// The proxy refused, or has no address.
  case proxy
  /// The proxy could not be reached, or could not reach the host.
  case proxyNotConnected
  /// What came back cannot be taken: it is too large, or not HTTP.
  case unreadableAnswer
  /// libcurl cannot do what was asked; the request itself is at fault, and nothing was sent.
  case invalidRequest
}
