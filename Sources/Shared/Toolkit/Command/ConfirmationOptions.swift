import ArgumentParser

/// The options of every tool that asks before it changes production; see `Confirmation`.
package struct ConfirmationOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Do not ask (prod).")
  package var yes = false

  @Option(
    help: ArgumentHelp("Confirm on the command line, as typing the name does (prod).", valueName: "name")
  )
  package var confirm: String?

  package init() {}
}
