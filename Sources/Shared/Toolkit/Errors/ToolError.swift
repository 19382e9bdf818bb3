/// What went wrong in a tool: a code to act on, a message that says what failed, at which place and why, and what to type
/// next.
///
/// It holds no secret: whoever makes the message names hosts, tables and files, never keys, tokens, passwords or whole URLs.
package struct ToolError: Error, Sendable {
  package enum Code: Sendable, Equatable {
    /// An option, a variable or a configuration file makes no sense.
    case configuration
    /// No credentials, or ones that cannot be used.
    case credentials
    /// There is no connection to PostgreSQL, or it broke.
    case connection
    /// PostgreSQL does not let this user in.
    case authentication
    /// PostgreSQL refused a statement, or refused the connection for a reason of its own.
    case sqlState(SQLState)
    /// A `.sql` file cannot be applied as it is.
    case script
    /// No answer: the request failed below HTTP.
    case transport(TransportFailure)
    /// The service answered with an error.
    case service(ServiceError)
    /// What answered is not the service.
    case response
    /// The answer is the service's, but broken.
    case truncatedResponse
    /// A local file is not there.
    case absentFile
    /// A local file cannot be read or does not hold what it should.
    case file
    /// The reader of stdout has gone: the tool ends quietly.
    case outputClosed
    /// The result cannot be written to stdout.
    case output
    /// The database lacks what the tool needs.
    case data
    /// The work stopped half way; the message says how far it came.
    case unfinished
    /// The user did not agree to what would destroy data; nothing was sent.
    case notConfirmed
  }

  package let code: Code
  /// What failed, at which place, and why.
  package let message: String
  package let nextSteps: [NextStep]
  /// What was being done: an operation of AWS's, such as `Scan`.
  package var operation: String?
  /// Where: an endpoint, a database.
  package var place: String?
  /// What PostgreSQL said: SQLSTATE, detail, position.
  package var server: ServerMessage?
  /// Whether an earlier attempt of the same request, whose answer was lost, may have been carried out.
  package private(set) var answersRepetition = false
  /// How long the service asked to wait before the next request, where it did.
  package var retryAfter: Duration?
  /// What stopped the work, where the code says only that it stopped.
  package private(set) var cause: Code?
  /// How often the request that failed had been sent again, where that is known.
  package var retries: Int?
  /// How far the work came, such as how many items are `written`.
  package var counts: [String: Int] = [:]

  package init(
    _ code: Code,
    _ message: String,
    next steps: NextStep?...,
    operation: String? = nil,
    place: String? = nil,
    server: ServerMessage? = nil
  ) {
    self.code = code
    self.message = message
    nextSteps = steps.compactMap(\.self)
    self.operation = operation
    self.place = place
    self.server = server
  }

  private init(_ error: ToolError, code: Code, message: String, nextSteps: [NextStep]) {
    cause = error.cause ?? (code == error.code ? nil : error.code)
    retries = error.retries
    counts = error.counts
    self.code = code
    self.message = message
    self.nextSteps = nextSteps
    operation = error.operation
    place = error.place
    server = error.server
    answersRepetition = error.answersRepetition
    retryAfter = error.retryAfter
  }

  /// The same error with another thing to do next.
  package func suggesting(_ steps: NextStep?...) -> ToolError {
    ToolError(self, code: code, message: message, nextSteps: steps.compactMap(\.self))
  }

  /// The same error with one more thing to do, before the others.
  package func suggesting(first step: NextStep) -> ToolError {
    ToolError(self, code: code, message: message, nextSteps: [step] + nextSteps)
  }

  /// The same error with one more thing to do, after the others.
  package func alsoSuggesting(_ step: NextStep?) -> ToolError {
    ToolError(self, code: code, message: message, nextSteps: nextSteps + [step].compactMap(\.self))
  }

  /// The same error in other words.
  package func reworded(_ message: String, as code: Code? = nil) -> ToolError {
    ToolError(self, code: code ?? self.code, message: message, nextSteps: nextSteps)
  }

  /// The same error, with how far the work came and what stopped it.
  package func counting(_ counts: [String: Int], stoppedBy error: any Error) -> ToolError {
    var counted = self
    counted.counts = counts
    guard let error = error as? ToolError else { return counted }
    counted.cause = error.cause ?? error.code
    counted.operation = error.operation
    counted.place = error.place
    counted.retries = error.retries
    return counted
  }

  package func answeringRepetition(_ isRepetition: Bool) -> ToolError {
    var error = self
    error.answersRepetition = isRepetition
    return error
  }

  /// PostgreSQL's SQLSTATE, where it said one.
  package var sqlState: SQLState? { server?.sqlState }

  /// The exit code of a run that ends with it: 75 (`EX_TEMPFAIL`) where a command that is shown finishes the work.
  package var exitCode: Int32 {
    switch code {
    case .outputClosed: 0
    case .unfinished where nextSteps.contains(where: \.repeatsRun) && !needsChange: 75
    default: 1
    }
  }

  /// Whether the work would stop there again: at a line that is not an item, at a full disk.
  private var needsChange: Bool {
    switch cause {
    case .file, .absentFile, .data, .configuration, .output, .response: true
    default: false
    }
  }
}
