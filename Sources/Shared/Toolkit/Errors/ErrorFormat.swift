import ArgumentParser

/// How errors and warnings are written on stderr.
package enum ErrorFormat: String, WordArgument {
  /// For people.
  case text
  /// One JSON object a line, for programs.
  case json
}

extension ErrorFormat {
  /// The format of the AWS CLI's variable, whose other values than `json` are its own ways to write text.
  init(_ environment: Environment) {
    self = environment["AWS_CLI_ERROR_FORMAT"]?.lowercased() == "json" ? .json : .text
  }

  /// The format for a command line that cannot be parsed.
  init(arguments: [String], environment: Environment) {
    let value = CommandLineText.value(of: "--error-format", in: arguments)
    self = value.flatMap { ErrorFormat(rawValue: $0) } ?? ErrorFormat(environment)
  }
}
