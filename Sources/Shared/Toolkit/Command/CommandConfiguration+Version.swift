import ArgumentParser
import CBuild

extension CommandConfiguration {
  /// The configuration of a tool of the suite, with the suite's version.
  ///
  /// - Parameters:
  ///   - name: As it is typed.
  ///   - abstract: What it does, in one sentence.
  ///   - discussion: What the user should know before using it, and an example.
  package init(
    tool name: String,
    abstract: String,
    discussion: String,
    subcommands: [any ParsableCommand.Type] = []
  ) {
    self.init(
      commandName: name,
      abstract: abstract,
      discussion: discussion,
      version: "\(name) \(SuiteVersion.text)",
      subcommands: subcommands
    )
  }
}

/// The suite's version; CHANGELOG.md says what is in each.
package enum SuiteVersion {
  package static let number = "2.0.0"

  /// What the suite calls itself to PostgreSQL, followed by the tool's name, and to web servers.
  package static let suite = "cruddur-toolkit"

  /// For the header field User-Agent.
  package static let userAgent = "\(suite)/\(number)"

  /// The version, and the commit that it was built from where the build knows it: `2.0.0 (0b12285)`.
  package static var text: String {
    let commit = unsafe String(cString: cruddur_commit())
    return commit.isEmpty ? number : "\(number) (\(commit))"
  }
}
