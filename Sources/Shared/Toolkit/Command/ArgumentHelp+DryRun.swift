import ArgumentParser

extension ArgumentHelp {
  /// What `--dry-run` is for, in every tool that writes.
  package static let dryRun: ArgumentHelp =
    "Print the requests and statements that would write, as JSON, and send none of them."
}
