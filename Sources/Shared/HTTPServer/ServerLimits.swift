import Toolkit

/// What a server takes, and for how long.
package struct ServerLimits: Sendable {
  /// Connections at one time; one more is closed at once.
  package var connections = 2_048
  /// Connections of one address at one time.
  package var connectionsPerAddress = 512
  /// Bytes of a path with its query; a longer one is answered with 414.
  package var target = 8_192
  /// Bytes of a request's line and header fields; more is answered with 431, by libmicrohttpd.
  package var head = 32_768
  /// Bytes of a body; a longer one is answered with 413.
  package var body = 65_536
  /// After this time a request's head must be complete.
  package var headTime = Limits.serverHead
  /// After this time its body must be complete.
  package var bodyTime = Limits.serverBody
  /// How long a connection may wait for its next request.
  package var idleTime = Limits.serverIdle
  /// After this time the client must have received the whole answer.
  package var sendTime = Limits.serverSend
  /// How long requests may take to be finished when the server stops.
  package var stopTime = Limits.serverStop

  package init() {}
}
