import Toolkit

/// A request without progress at the moment.
package struct Wait: Sendable, Equatable {
  /// The time since the last byte was received or sent.
  package let duration: Duration
  /// The limit of that time.
  package let limit: Duration
  /// How many attempts, this one included, may reach that limit before the request is given up.
  package let attempts: Int
  /// Whether the connection is established, so that the wait is for the answer.
  package let isConnected: Bool
}
