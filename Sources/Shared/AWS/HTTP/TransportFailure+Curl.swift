import CCurl
import Toolkit

extension TransportFailure {
  /// - Parameter isConnected: Whether the connection was established: only then can anything have been sent.
  init(_ code: CURLcode, isConnected: Bool) {
    self =
      switch (TransportFailure(code), isConnected) {
      case (.timedOut, false): .connectTimedOut
      case (.connectionLost, false): .notConnected
      case (.invalidRequest, true): .unreadableAnswer
      // The connection for libcurl's own repetition of the request failed.
      case (let kind, true) where kind.isOfConnecting: .connectionLost
      case (let kind, _): kind
      }
  }

  /// Whether it happens before a request goes out.
  var isOfConnecting: Bool {
    switch self {
    case .unknownHost, .cannotConnect, .connectTimedOut, .notConnected, .certificate, .tls, .plainHTTP,
      .proxy, .proxyNotConnected:
      true
    case .connectionLost, .timedOut, .unreadableAnswer, .invalidRequest: false
    }
  }

  /// By the code alone.
  init(_ code: CURLcode) {
    self =
      switch code {
      case CURLE_COULDNT_RESOLVE_HOST: .unknownHost
      case CURLE_COULDNT_CONNECT: .cannotConnect
      case CURLE_OPERATION_TIMEDOUT: .timedOut
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE: .certificate
      case CURLE_SSL_CONNECT_ERROR: .tls
      case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
      case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_WRITE_ERROR, CURLE_OUT_OF_MEMORY,
        CURLE_FAILED_INIT:
        .invalidRequest
      default: .connectionLost
      }
  }
}
