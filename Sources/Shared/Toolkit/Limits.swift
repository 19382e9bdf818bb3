/// All time limits and retry budgets, each with its reason. docs/architecture.md shows them as a table; a
/// test compares the two.
package enum Limits {
  /// Reading and writing items, as the AWS SDKs have it.
  package static let itemAttempts = 10
  /// Tables, user pools and credentials: a person waits.
  package static let tableAttempts = 3
  /// How many attempts may end by a timeout: a server that did not answer twice will not answer the third
  /// time.
  package static let timeoutAttempts = 2
  /// All pauses of one request. Amazon DynamoDB Developer Guide, Programming.Errors: "Set the maximum
  /// number of retries to stop around one minute".
  package static let retryBudget = Duration.seconds(60)
  /// One pause between two attempts, as in botocore.
  package static let longestPause = Duration.seconds(20)
  /// How far x-amz-retry-after may exceed our own pause, as in botocore.
  package static let retryAfterExcess = Duration.seconds(5)
  /// How long connecting is retried while a server refuses or resets: a local one may be starting up.
  package static let absentServer = Duration.seconds(5)
  /// How long a table may throttle all requests before a seed or a scan ends (the throttle budget).
  package static let throttlePatience = Duration.seconds(120)
  /// Waiting for a table to be ACTIVE or gone, as the AWS CLI's waiters.
  package static let tableWait = Duration.seconds(500)
  /// How long a table that was just created may be unknown to DescribeTable. Source: Amazon DynamoDB API
  /// Reference, DescribeTable: "DynamoDB uses an eventually consistent query".
  package static let tableAppearance = Duration.seconds(30)
  /// How long before this run's first request a table may have been created by it: how far clocks may differ.
  package static let creationTolerance = Duration.seconds(60)
  /// Connecting to a local server; `--connect-timeout`.
  package static let connectLocal = Duration.seconds(2)
  /// Connecting to AWS; `--connect-timeout`.
  package static let connect = Duration.seconds(10)
  /// Without a byte sent or received; `--read-timeout`.
  package static let read = Duration.seconds(60)
  /// After this time without progress a request is mentioned on stderr, and again at each interval.
  package static let slowNote = Duration.seconds(5)
  /// The smallest clock difference that explains a refused signature: AWS allows 5 minutes.
  package static let clockTolerance = Duration.seconds(240)
  /// Credentials with less time left are renewed; if that fails they are still used. As in botocore.
  package static let renewalAdvised = Duration.seconds(15 * 60)
  /// With less time left a failed renewal is an error. As in botocore.
  package static let renewalRequired = Duration.seconds(10 * 60)
  /// With less time left the keys of `aws login` are renewed. As in botocore.
  package static let loginRenewal = Duration.seconds(5 * 60)
  /// A request to a container's credential service, which is on the same machine.
  package static let containerService = Duration.seconds(4)
  /// Fetching a user pool's public keys: a client of the API waits for its answer.
  package static let signingKeys = Duration.seconds(5)
  /// How long the work has after Ctrl-C to report what is done: a tool ends within a second.
  package static let interruptGrace = Duration.milliseconds(800)
  /// How long a statement's answer is awaited after Ctrl-C before its effect is reported as unknown.
  package static let unansweredStatement = Duration.milliseconds(600)
  /// After this time a statement that waits for a lock is reported.
  package static let lockNote = Duration.seconds(5)
  /// Connecting to the Lambda runtime API, which is on the same machine.
  package static let lambdaConnect = Duration.seconds(5)
  /// Without a byte from the Lambda runtime API after a response to it.
  package static let lambdaResponse = Duration.seconds(10)
  /// How long before its deadline the stream function stops, to report what is left.
  package static let lambdaReserve = Duration.milliseconds(500)
  /// How long a completion of the shell waits for the names that a server knows.
  package static let completion = Duration.seconds(2)
  /// After this time a server asks the user pool for its keys again: a key that was withdrawn is then
  /// refused.
  package static let signingKeyAge = Duration.seconds(10 * 60)
  /// How long after the connection, or after its own first line, a request's head must be complete.
  package static let serverHead = Duration.seconds(10)
  /// How long after its head a request's body, of 64 KB at most, must be complete.
  package static let serverBody = Duration.seconds(20)
  /// How long a connection is kept open for its next request.
  package static let serverIdle = Duration.seconds(60)
  /// How long after an answer was made the client must have received the whole of it.
  package static let serverSend = Duration.seconds(60)
  /// Making an answer, all requests to the stores included. After that the answer is a 503.
  package static let serverWork = Duration.seconds(10)
  /// How long after SIGTERM the server may finish the requests that it has begun.
  package static let serverStop = Duration.seconds(9)
  /// How long work that was cancelled at the end of `serverStop` may take to answer.
  package static let serverCancelled = Duration.milliseconds(500)
  /// After this time a request for changes is answered although nothing has changed.
  package static let longPoll = Duration.seconds(25)
}
