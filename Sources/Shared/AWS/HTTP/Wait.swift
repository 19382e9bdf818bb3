import Toolkit

/// A request that nothing moves at the moment.
package struct Wait: Sendable, Equatable {
  /// Since the last byte came or went.
  package let duration: Duration
  /// How long that may be.
  package let limit: Duration
  /// How many attempts may last that long before the request is given up, this one included.
  package let attempts: Int
  /// Whether the connection stands, so that it is the answer that is waited for.
  package let isConnected: Bool
}
