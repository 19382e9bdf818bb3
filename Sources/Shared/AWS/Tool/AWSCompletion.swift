import ArgumentParser
import Synchronization
import Toolkit

/// Shell completions with names from AWS or from its configuration files. They never ask the user for
/// anything, and print nothing on failure.
package enum AWSCompletion {
  /// The names of the tables at the endpoint that the command line names.
  package static let tables = CompletionKind.custom { words, _, _ in (try? tableNames(words)) ?? [] }

  /// The profiles of the configuration files.
  package static let profiles = CompletionKind.custom { _, _, _ in
    (try? ConfigFiles(Invocation.process.environment).profileNames) ?? []
  }

  /// The names that have arrived so far.
  private final class Names: Sendable {
    let list = Mutex<[String]>([])
  }

  /// - Parameter words: The command line as far as it is typed.
  private static func tableNames(_ words: [String]) throws -> [String] {
    let environment = Invocation.process.environment
    let limit = String(Limits.completionRequest.components.seconds)
    let timeouts = ["--connect-timeout", limit, "--read-timeout", limit]
    let options = try AWSOptions.parse(place(in: words) + timeouts)
    let loop = try EventLoop()
    let context = AWSContext(
      .silent(Stage(typed: words), environment: environment),
      network: .curl,
      loop: loop
    )
    let names = Names()
    let end = ContinuousClock.now + Limits.completion
    try loop.run(until: { ContinuousClock.now > end }) {
      let client = try await DynamoDBClient.live(options, in: context, attempts: 1)
      // Other credentials may ask for a code, start a program, or wait for a network.
      guard client.aws.target.credentials is StaticCredentials else { return }
      for try await page in client.tableNames() { names.list.withLock { $0 += page } }
    }
    return names.list.withLock(\.self)
  }

  /// The options that name the place, with their values.
  private static func place(in words: [String]) -> [String] {
    let names = ["--endpoint-url", "--region", "--profile"]
    return names.flatMap { name in CommandLineText.value(of: name, in: words).map { [name, $0] } ?? [] }
  }
}

extension ConfigFiles {
  /// Those of both files, in the order of their names.
  fileprivate var profileNames: [String] {
    let configured = config.sections.keys.compactMap { section in
      section == "default" ? section : section.hasPrefix("profile ") ? String(section.dropFirst(8)) : nil
    }
    return Set(configured).union(credentials.sections.keys).sorted()
  }
}
