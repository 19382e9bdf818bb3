/// Why a request got no complete answer.
package enum TransportFailure: Sendable, Equatable {
  /// The host's name does not resolve.
  case unknownHost
  /// The connection was refused.
  case cannotConnect
  /// The connection was not established in time: no byte of the request was sent.
  case connectTimedOut
  /// The connection was lost before it was established: no byte of the request was sent.
  case notConnected
  /// The connection was lost, or the answer ended early.
  case connectionLost
  /// The connection was established, but no more data came.
  case timedOut
  /// The server's certificate could not be verified, or the CA file could not be read.
  case certificate
  /// TLS failed before the certificate was verified.
  case tls
  /// The server answered in http where TLS was expected.
  case plainHTTP
  /// The proxy refused, or its name does not resolve.
  case proxy
  /// The proxy could not be reached, or could not reach the host.
  case proxyNotConnected
  /// The answer is too large, or not HTTP.
  case unreadableAnswer
  /// libcurl rejects the request itself; nothing was sent.
  case invalidRequest
}
