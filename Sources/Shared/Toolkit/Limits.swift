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
  /// Moving the rows of a group while its index is stale or other writers are in conflict; each pause is
  /// twice the one before.
  package static let groupAttempts = 8
  /// Replacing a database with `--force` while other sessions connect to it again.
  package static let swapAttempts = 3
  /// A request to the EC2 metadata service, as in botocore: most machines are not EC2 instances.
  package static let metadataAttempts = 1
  /// How many pages of a list may be empty in a row: several are legal, and a list must end.
  package static let emptyPages = 1_000
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
  /// How much older than the start of the reading a stream's record must be to be left out: its time is
  /// rounded down, and the stream may get it a little later.
  package static let streamTolerance = Duration.seconds(60)
  /// How far in the future an access token's times may be: the user pool's clock may be ahead.
  package static let tokenTolerance = Duration.seconds(60)
  /// Connecting to a local server; `--connect-timeout`.
  package static let connectLocal = Duration.seconds(2)
  /// Connecting to AWS; `--connect-timeout`.
  package static let connect = Duration.seconds(10)
  /// Connecting to PostgreSQL, unless `connect_timeout` or PGCONNECT_TIMEOUT is set.
  package static let connectDatabase = Duration.seconds(10)
  /// Without a byte sent or received; `--read-timeout`.
  package static let read = Duration.seconds(60)
  /// After this time without progress a request is mentioned on stderr, and again at each interval.
  package static let slowNote = Duration.seconds(5)
  /// After this time a request that is sent again is mentioned on stderr; a shorter wait is not noticed.
  package static let retryNote = Duration.seconds(3)
  /// After this time a note says that a server does not answer, or that PostgreSQL is waited for.
  package static let absentServerNote = Duration.seconds(1)
  /// The smallest clock difference that explains a refused signature: AWS allows 5 minutes.
  package static let clockTolerance = Duration.seconds(240)
  /// Credentials with less time left are renewed; if that fails they are still used. As in botocore.
  package static let renewalAdvised = Duration.seconds(15 * 60)
  /// With less time left a failed renewal is an error. As in botocore.
  package static let renewalRequired = Duration.seconds(10 * 60)
  /// With less time left the keys of `aws login` are renewed. As in botocore.
  package static let loginRenewal = Duration.seconds(5 * 60)
  /// With less time left, credentials for which the user types a code are renewed: nobody is asked before
  /// that is necessary.
  package static let renewalByUser = Duration.seconds(60)
  /// A request to a container's credential service, which is on the same machine.
  package static let containerService = Duration.seconds(4)
  /// A request to the EC2 metadata service, as in botocore, unless AWS_METADATA_SERVICE_TIMEOUT is set.
  package static let metadataService = Duration.seconds(1)
  /// Fetching a user pool's public keys: a client of the API waits for its answer.
  package static let signingKeys = Duration.seconds(5)
  /// How long the work has after Ctrl-C to report what is done: a tool ends within a second.
  package static let interruptGrace = Duration.milliseconds(800)
  /// How long a statement's answer is awaited after Ctrl-C before its effect is reported as unknown.
  package static let unansweredStatement = Duration.milliseconds(600)
  /// After this time a statement that waits for a lock is reported.
  package static let lockNote = Duration.seconds(5)
  /// Connecting to ask who holds a lock: a warning is not worth a longer wait.
  package static let lockConnect = Duration.seconds(2)
  /// Connecting to the Lambda runtime API, which is on the same machine.
  package static let lambdaConnect = Duration.seconds(5)
  /// Without a byte from the Lambda runtime API before the next event: the process may be frozen for any
  /// time.
  package static let lambdaEvent = Duration.seconds(365 * 24 * 3_600)
  /// Without a byte from the Lambda runtime API after a response to it.
  package static let lambdaResponse = Duration.seconds(10)
  /// How long before its deadline the stream function stops, to report what is left.
  package static let lambdaReserve = Duration.milliseconds(500)
  /// How long a completion of the shell waits for the names that a server knows.
  package static let completion = Duration.seconds(2)
  /// Connecting, and waiting for a byte, for a completion of the shell.
  package static let completionRequest = Duration.seconds(1)
  /// After this time a server asks the user pool for its keys again: a key that was withdrawn is then
  /// refused.
  package static let signingKeyAge = Duration.seconds(10 * 60)
  /// How long a server remembers who has an id: a user's changes must show soon.
  package static let rememberedUser = Duration.seconds(60)
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
  /// What a store has of `serverWork`, to connect and to answer.
  package static let storeAnswer = Duration.seconds(5)
  /// How long after SIGTERM the server may finish the requests that it has begun.
  package static let serverStop = Duration.seconds(9)
  /// How long work that was cancelled at the end of `serverStop` may take to answer.
  package static let serverCancelled = Duration.milliseconds(500)
  /// How long after `serverStop` the process may take to end.
  package static let serverExit = Duration.seconds(1)
  /// After this time a request for changes is answered although nothing has changed.
  package static let longPoll = Duration.seconds(25)
}
