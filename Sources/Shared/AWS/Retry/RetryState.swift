/// The state of a request over its attempts.
struct RetryState: Equatable {
  /// The attempt under way, from 1.
  var attempt = 1
  /// The sum of the pauses so far.
  var paused = Duration.zero
  /// The time since the first attempt.
  var elapsed = Duration.zero
  /// How many attempts have ended by a timeout.
  var timeouts = 0
  /// Whether the service may have carried out an attempt whose answer was lost.
  var lostAnAnswer = false
  var hasCorrectedClock = false
  var hasRenewedCredentials = false
}
