/// What any tool may suggest.
extension NextStep {
  /// - Parameter name: What would be typed.
  package static func confirmAhead(name: String) -> NextStep {
    NextStep(
      "Nothing was sent. To go ahead without being asked",
      commands: .again(["--confirm": name]),
      .again(flags: ["--yes"])
    )
  }

  package static func seeHelp(of command: String) -> NextStep {
    NextStep("To see its arguments and options", commands: .shell("\(command) --help"))
  }

  package static let typeFullName = NextStep(
    "Nothing was done: a command that writes runs only by its full name",
    commands: .again()
  )

  package static func didYouMean(_ names: [String]) -> NextStep {
    NextStep("Did you mean \(names.joined(separator: " or ").fromServer)?")
  }

  package static let makeRoom = NextStep("Make room where stdout is written to, or write it to another place")

  /// - Parameter folder: The working directory, to which a path is relative.
  package static func checkPath(in folder: String) -> NextStep {
    NextStep("Check the path; it is relative to \(folder.onOneLine)")
  }

  package static let isItTheFile = NextStep("Is it the right file?")
  package static let runAgain = NextStep("Run it again", commands: .again())
}
