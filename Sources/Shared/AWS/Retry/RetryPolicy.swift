import Toolkit

/// When a request is sent again, how often, and after which pause.
///
/// Classification as in botocore's `retries/standard.py`; pauses as in its "2026" standard mode: a random
/// share of a base that doubles with each attempt, 25 ms for DynamoDB, 1 s when throttled, at most 20 s.
package struct RetryPolicy: Sendable {
  /// Attempts in all, the first included.
  package let maximumAttempts: Int
  /// What all pauses of one request may add up to. Source: Amazon DynamoDB Developer Guide,
  /// Programming.Errors: "Set the maximum number of retries to stop around one minute".
  package let budget: Duration
  /// How many attempts of one request may end by a timeout. Each is a long wait, and a server that did not
  /// answer twice will not answer the third time.
  let maximumTimeouts: Int
  /// How long to retry in any case while a server is absent or has an internal error: it may be starting up.
  package let minimumTime: Duration
  /// How long a table may throttle all requests before a scan gives up.
  package let throttlePatience: Duration
  let base: Duration
  /// A number from 0 to 1, new at each call.
  let random: @Sendable () -> Double

  package init(
    maximumAttempts: Int,
    budget: Duration = Limits.retryBudget,
    maximumTimeouts: Int = Limits.timeoutAttempts,
    minimumTime: Duration = .zero,
    throttlePatience: Duration = .zero,
    base: Duration = .milliseconds(25),
    random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
  ) {
    self.maximumAttempts = maximumAttempts
    self.budget = budget
    self.maximumTimeouts = maximumTimeouts
    self.minimumTime = minimumTime
    self.throttlePatience = throttlePatience
    self.base = base
    self.random = random
  }

  package static let none = RetryPolicy(maximumAttempts: 1)

  /// The same with another number of attempts, all of which may end by a timeout.
  func limited(to attempts: Int) -> RetryPolicy {
    RetryPolicy(
      maximumAttempts: attempts,
      budget: budget,
      maximumTimeouts: attempts,
      base: base,
      random: random
    )
  }

  /// How many attempts may still end by a timeout before the request is given up.
  ///
  /// - Parameters:
  ///   - attempt: The one that comes next, from 1.
  ///   - timeouts: How many attempts have ended by a timeout.
  func timeoutsLeft(before attempt: Int, after timeouts: Int) -> Int {
    max(1, min(maximumAttempts - attempt + 1, maximumTimeouts - timeouts))
  }

  /// The pause before sending again.
  ///
  /// - Parameters:
  ///   - attempt: The attempt that failed, from 1.
  ///   - retryAfter: The pause that the server asked for (`x-amz-retry-after`), which is followed up to 5 s
  ///     beyond our own.
  package func pause(after attempt: Int, isThrottled: Bool, retryAfter: Duration? = nil) -> Duration {
    let base = isThrottled ? Duration.seconds(1) : base
    let doublings = min(attempt - 1, 20)
    let own = min(base * (1 << doublings), Limits.longestPause) * random()
    guard let retryAfter else { return own }
    return max(own, min(retryAfter, own + Limits.retryAfterExcess))
  }

  /// Whether the server may be starting up, and the time for that has not passed.
  ///
  /// - Parameter elapsed: The time since the request was first made.
  func waits(after failure: ToolError, elapsed: Duration) -> Bool {
    failure.saysServerIsAway && elapsed < minimumTime
  }

  /// The pause while a server starts up: short, so that it is reached soon after it is ready.
  func waitingPause(_ pause: Duration, elapsed: Duration) -> Duration {
    min(pause, .seconds(1), minimumTime - elapsed)
  }
}

extension RetryPolicy {
  /// The kind of a failure.
  enum Verdict: Equatable {
    case permanent
    case transient
    case throttled
  }

  static func verdict(on error: ToolError, at endpoint: Endpoint) -> Verdict {
    switch error.code {
    case .transport(let failure): verdict(on: failure, at: endpoint)
    case .service(let error): verdict(on: error)
    case .truncatedResponse: .transient
    default: .permanent
    }
  }

  private static func verdict(on failure: TransportFailure, at endpoint: Endpoint) -> Verdict {
    switch failure {
    case .certificate, .plainHTTP, .proxy, .unreadableAnswer, .invalidRequest: .permanent
    // A refused connection on this machine cannot be a transient fault of the network.
    case .cannotConnect where endpoint.isLoopback: .permanent
    case .unknownHost, .cannotConnect, .connectTimedOut, .notConnected, .proxyNotConnected, .connectionLost,
      .timedOut, .tls:
      .transient
    }
  }

  fileprivate static func verdict(on error: ServiceError) -> Verdict {
    if isThrottling(error) { return .throttled }
    if transientCodes.contains(error.code) || [500, 502, 503, 504].contains(error.status) {
      return .transient
    }
    return .permanent
  }

  /// Whether the service throttled the request.
  static func isThrottling(_ error: ServiceError) -> Bool {
    throttlingCodes.contains(error.code) || error.status == 429
  }

  private static let transientCodes: Set<String> = [
    "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete", "IDPCommunicationError",
    "ReplicatedWriteConflictException",
  ]

  private static let throttlingCodes: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
    "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
    "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled",
    "SlowDown",
    "EC2ThrottledException",
  ]
}

extension ToolError {
  /// Whether a time limit for the connection or the next byte ended the attempt.
  var isTimeout: Bool { code == .transport(.timedOut) || code == .transport(.connectTimedOut) }
  /// Whether the service refused because of too much traffic.
  var isThrottled: Bool {
    guard case .service(let error) = code else { return false }
    return RetryPolicy.isThrottling(error)
  }

  /// Whether the connection is refused, or the server has an internal error.
  var saysServerIsAway: Bool {
    switch code {
    case .transport(let failure): [.cannotConnect, .notConnected, .connectionLost].contains(failure)
    case .service(let error): error.status >= 500
    default: false
    }
  }

  /// Whether the service refused, or credentials are missing, for a permanent reason.
  package var isRefusal: Bool {
    switch code {
    case .service(let error): RetryPolicy.verdict(on: error) == .permanent
    case .credentials, .configuration: true
    default: false
    }
  }

  /// Whether the service may have carried out the request although the attempt failed.
  var mayHaveBeenDone: Bool {
    switch code {
    case .transport(let failure):
      [.connectionLost, .timedOut, .unreadableAnswer].contains(failure)
    case .service(let error): error.status >= 500
    case .truncatedResponse: true
    default: false
    }
  }
}
