/// The time limits of a transfer.
package struct Timeouts: Sendable, Equatable {
  /// For establishing the connection.
  package var connect: Duration
  /// Without a byte sent or received; a slow transfer is not ended.
  package var read: Duration
  /// For the whole transfer; nil for no limit.
  package var total: Duration?
  /// How many attempts, this one included, may end by these limits before the request is given up; for
  /// messages.
  package var attempts = 1

  package init(connect: Duration, read: Duration, total: Duration? = nil) {
    self.connect = connect
    self.read = read
    self.total = total
  }
}
