/// How far a request has come over its attempts.
struct RetryState: Equatable {
  /// The attempt under way, from 1.
  var attempt = 1
  /// The pauses so far.
  var paused = Duration.zero
  /// How many attempts have ended by a timeout.
  var timeouts = 0
  /// Whether the service may have done what an attempt asked for without our learning of it.
  var lostAnAnswer = false
  var hasCorrectedClock = false
  var hasRenewedCredentials = false
}
