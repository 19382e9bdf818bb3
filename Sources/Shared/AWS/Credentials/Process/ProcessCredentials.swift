import Toolkit

/// `credential_process`: a program that prints credentials, by which other sign-in tools are connected.
///
/// Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
struct ProcessCredentials: CredentialSource, Redacted {
  let command: String
  let profile: String
  let context: CredentialContext

  /// Does not show the command, which may hold secrets.
  var description: String { "ProcessCredentials(\(profile))" }

  var name: String { "credential_process of profile \(profile)" }

  func fetch(ignoringCache: Bool) async throws -> Credentials {
    guard let words = ShellWords.split(command), !words.isEmpty else {
      throw failure("its quotes are not closed, or it names no program")
    }
    let (output, status) = try await run(words)
    guard status == 0 else {
      throw failure(
        "it ended with status \(status)",
        next: .seeProcess
      )
    }
    return try credentials(in: output)
  }

  private func run(_ words: [String]) async throws -> (output: [UInt8], status: Int32) {
    context.console.progress(nil)
    do {
      var process = try ChildProcess(words, environment: context.environment)
      return try await process.result()
    } catch let error as ToolError {
      throw failure(error.message, next: .setProcess)
    }
  }

  private func credentials(in output: [UInt8]) throws(ToolError) -> Credentials {
    guard let document = try? JSONValue(parsing: output), document.members != nil else {
      throw failure("its output is not a JSON object", next: .processShape)
    }
    guard document["Version"]?.integer == 1 else {
      throw failure("its output is not of Version 1", next: .processShape)
    }
    return try CredentialDocument.process.credentials(in: document, from: self)
  }
}
