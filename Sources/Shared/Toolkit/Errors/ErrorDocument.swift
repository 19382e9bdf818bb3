import FoundationEssentials

/// An error as a program reads it: one JSON object. What is not known is left out.
struct ErrorDocument: Encodable {
  struct Step: Encodable {
    let text: String
    /// As they are typed.
    let commands: [String]

    init(_ step: NextStep, commandLine: CommandLineText) {
      text = step.sentence(commandLine)
      commands = step.typed(commandLine)
    }
  }

  /// The sort of error, such as `service`; README.md lists them.
  let kind: String
  /// The service's code, PostgreSQL's SQLSTATE, or how a request failed below HTTP.
  var code: String?
  /// The service's operation.
  var operation: String?
  /// The endpoint or the database.
  var target: String?
  let message: String
  var nextSteps: [Step] = []
  /// How often the request that failed had been sent again.
  var retries: Int?
  /// How far the work came.
  var counts: [String: Int]?

  init(kind: String, message: String, nextSteps: [Step] = []) {
    self.kind = kind
    self.message = message
    self.nextSteps = nextSteps
  }

  init(_ error: any Error, kind: String? = nil, commandLine: CommandLineText) {
    guard let error = error as? ToolError else {
      self.init(kind: kind ?? "internal", message: "\(error)")
      return
    }
    self.init(
      kind: kind ?? error.code.kind,
      message: error.message,
      nextSteps: error.nextSteps.map { Step($0, commandLine: commandLine) }
    )
    code = (error.cause ?? error.code).detail ?? error.sqlState?.rawValue
    operation = error.operation
    target = error.place
    retries = error.retries
    counts = error.counts.isEmpty ? nil : error.counts
  }

  /// The object on one line.
  var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and numbers can always be encoded.
    return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }
}

extension ToolError.Code {
  fileprivate var kind: String {
    switch self {
    case .configuration: "configuration"
    case .credentials: "credentials"
    case .connection: "connection"
    case .authentication: "authentication"
    case .sqlState: "sql"
    case .script: "script"
    case .transport: "transport"
    case .service: "service"
    case .response, .truncatedResponse: "response"
    case .absentFile, .file: "file"
    case .outputClosed, .output: "output"
    case .data: "data"
    case .unfinished: "unfinished"
    case .notConfirmed: "notConfirmed"
    }
  }

  fileprivate var detail: String? {
    switch self {
    case .sqlState(let state): state.rawValue
    case .transport(let failure): "\(failure)"
    case .service(let error): error.code
    default: nil
    }
  }
}
