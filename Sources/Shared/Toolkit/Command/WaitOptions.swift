import ArgumentParser

/// How long a tool waits for its servers. In a script that starts them, the first tool may run before they
/// are ready.
package struct WaitOptions: ParsableArguments {
  @Option(
    name: .customLong("wait-for-server"),
    parsing: .unconditional,
    help: ArgumentHelp(
      "How long to wait for a server that is starting up; 5 for AWS services, 0 for PostgreSQL.",
      valueName: "seconds"
    ),
    transform: WholeNumber.within(0...3_600)
  )
  var seconds: Int?

  package init() {}

  /// Nil where the option is not given.
  var time: Duration? { seconds.map { .seconds($0) } }
}
