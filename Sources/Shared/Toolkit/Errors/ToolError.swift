/// What went wrong in a tool: a code to act on, a message that says what failed, at which place and why, and
/// what to type next.
///
/// It has no secrets: messages name hosts, tables and files, never keys, tokens, passwords or whole URLs.
package struct ToolError: Error, Sendable {
  package enum Code: Sendable, Equatable {
    /// An option, a variable or a configuration file makes no sense.
    case configuration
    /// There are no credentials, or they cannot be used.
    case credentials
    /// The connection to PostgreSQL failed or was lost.
    case connection
    /// PostgreSQL refused this user.
    case authentication
    /// PostgreSQL refused a statement, or the connection for another reason.
    case sqlState(SQLState)
    /// A `.sql` file cannot be applied as it is.
    case script
    /// There is no answer: the request failed below HTTP.
    case transport(TransportFailure)
    /// The service answered with an error.
    case service(ServiceError)
    /// The answer is not the service's.
    case response
    /// The answer is the service's, but broken.
    case truncatedResponse
    /// A local file does not exist.
    case absentFile
    /// A local file cannot be read, or its content is wrong.
    case file
    /// The reader of stdout has gone: the tool ends without a message.
    case outputClosed
    /// The result cannot be written to stdout.
    case output
    /// The database lacks what the tool needs.
    case data
    /// The work ended unfinished; the message says what is done.
    case unfinished
    /// The user did not confirm; nothing was sent.
    case notConfirmed
  }

  package let code: Code
  /// What failed, at which place, and why.
  package let message: String
  package let nextSteps: [NextStep]
  /// The operation, such as `Scan`.
  package var operation: String?
  /// The place: an endpoint or a database.
  package var place: String?
  /// PostgreSQL's error with its SQLSTATE, detail and position.
  package var server: ServerMessage?
  /// What stopped the work, where the code says only that it stopped.
  package private(set) var cause: Code?
  /// How often the request that failed had been sent again, where that is known.
  package var retries: Int?
  /// How far the work came, such as how many items are `written`.
  package var counts: [String: Int] = [:]

  package init(
    _ code: Code,
    message: String,
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
  }

  /// The same error with another next step in place of its own.
  package func suggesting(_ steps: NextStep?...) -> ToolError {
    ToolError(self, code: code, message: message, nextSteps: steps.compactMap(\.self))
  }

  /// The same error with one more thing to do, before the others.
  package func suggesting(first step: NextStep) -> ToolError {
    ToolError(self, code: code, message: message, nextSteps: [step] + nextSteps)
  }

  /// The same error with one more next step, after the others.
  package func alsoSuggesting(_ step: NextStep?) -> ToolError {
    ToolError(self, code: code, message: message, nextSteps: nextSteps + [step].compactMap(\.self))
  }

  /// The same error with another message.
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

  /// Whether only printing failed: the reader of stdout has gone, or it takes no more.
  package var isAboutOutput: Bool { code == .outputClosed || code == .output }

  /// PostgreSQL's SQLSTATE, where the server reported one.
  package var sqlState: SQLState? { server?.sqlState }

  /// The exit code of a run that ends with it: 75 (`EX_TEMPFAIL`) where a command that is shown finishes the
  /// work.
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
