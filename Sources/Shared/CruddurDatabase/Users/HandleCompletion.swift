import ArgumentParser
import Postgres
import Toolkit

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension CompletionKind {
  /// The handles of the database that the command line names. Silent on failure.
  package static let handles = CompletionKind.custom { words, _, _ in (try? handles(words)) ?? [] }

  /// - Parameter words: The command line as far as it is typed.
  private static func handles(_ words: [String]) throws -> [String] {
    let option = "--connection-url"
    let url = CommandLineText.value(of: option, in: words)
    let options = try PostgresOptions.parse(url.map { [option, $0] } ?? [])
    let watchdog = Task.detached {
      try await Task.sleep(for: Limits.completion)
      exit(0)
    }
    defer { watchdog.cancel() }
    let context = Context.silent(Stage(typed: words), environment: Invocation.process.environment)
    return try UserDirectory(options, in: context).allHandles()
  }
}
