/// Suggestions about conversations and messages.
extension NextStep {
  package static let conversationForm = NextStep(
    "Nothing was written. Each line must begin with \"Person 1: \" or \"Person 2: \""
  )
  package static let shortenMessage = NextStep("Nothing was written. Shorten the message")
  package static let waitForTable = NextStep(
    "Nothing was written. Wait until the table is ACTIVE",
    commands: .tool("ddb-schema-load", ["--if-not-exists"])
  )

  /// Writes the same items again, into a group that may have some of them already.
  ///
  /// - Parameters:
  ///   - option: `--start` or `--end`, and its value.
  ///   - isAtHand: Whether the conversation can be read again by its path; a pipe cannot.
  package static func finishSeed(_ option: (name: String, moment: String), isAtHand: Bool) -> NextStep {
    var options = [option.name: option.moment]
    if !isAtHand { options["--conversation"] = "FILE" }
    return NextStep(
      isAtHand ? "Finish with" : "Finish with the same conversation in FILE",
      commands: .again(
        options,
        flags: option.name == "--start" ? [] : ["--append"],
        without: ["--replace", "--if-not-exists"]
      )
    )
  }

  package static let deleteRestAndSeed = NextStep(
    "To delete the rest, and write the seed",
    commands: .again()
  )

  /// - Parameters:
  ///   - count: How many items, from the beginning, are written.
  ///   - isAtHand: Whether the input can be read again by its path; a pipe cannot.
  ///   - after: Whether something else must be done before.
  package static func finishLoad(skipping count: Int, isAtHand: Bool, after: Bool) -> NextStep {
    let options = count > 0 ? ["--skip": String(count)] : [:]
    let finish = after ? "After that, finish with" : "Finish with"
    return NextStep(isAtHand ? finish : "\(finish) the same input", commands: .again(options))
  }

  /// - Parameter place: The file and the line's number: `items.jsonl:7`.
  package static func correctLine(_ place: String) -> NextStep {
    NextStep("Correct or take out \(place)")
  }

  package static let seedAgain = NextStep(
    "Nothing was written. To delete them first, to add to them, or to leave it at that",
    commands: .again(flags: ["--replace"]),
    .again(flags: ["--append"]),
    .again(flags: ["--if-not-exists"])
  )

  package static let makeTableAgain = NextStep(
    "To make it again (its items are lost; ddb-scan --output ddb keeps them in a file)",
    commands: .tool("ddb-setup")
  )

  package static func replaceGroup(_ group: String) -> NextStep {
    NextStep(
      "To delete this conversation, and write the seed's in its place",
      commands: .tool("ddb-seed", ["--replace", "--group", group.onOneLine])
    )
  }

  package static func listOnce(_ group: String) -> NextStep {
    NextStep(
      "cruddur-messaging-stream leaves one row a user when the next message comes. To send one",
      commands: .tool(
        "ddb-patterns",
        ["create-message", "--group", group.onOneLine, "--from", "HANDLE", "TEXT"]
      )
    )
  }

  package static let seedUpToNow = NextStep(
    "If a seed wrote them, to write it again up to now",
    commands: .tool("ddb-seed", ["--replace"])
  )

  /// The whole year of the newest items.
  package static func lookAtYear(_ year: Int) -> NextStep {
    NextStep(
      "The newest are of \(year). To see those of that year",
      commands: .again(["--year": String(year)], withoutOptions: ["--from", "--to"])
    )
  }

  package static let seeGroupsOfUser = NextStep(
    "To see the groups of a user",
    commands: .tool("ddb-patterns", ["list-conversations"])
  )
  package static let lookForDeletedUsers = NextStep(
    "To see whether the table's groups are of users who are deleted",
    commands: .tool("cruddur-doctor")
  )

  package static func listConversations(of handle: String) -> NextStep {
    NextStep(
      "See the conversations that there are",
      commands: .tool("ddb-patterns", ["list-conversations", "--handle", handle])
    )
  }

  package static func writeIntoGroup(_ group: String, from handle: String, message: String) -> NextStep {
    NextStep(
      "To write into it, or to begin another one",
      commands: .tool("ddb-patterns", ["create-message", "--group", group, "--from", handle, message]),
      .again(flags: ["--new"])
    )
  }

  /// After a refusal: how to finish the seed once the reason is fixed.
  package static func finishSeedThen(_ option: (name: String, moment: String), isAtHand: Bool) -> NextStep {
    let step = finishSeed(option, isAtHand: isAtHand)
    return NextStep("After that, write the rest with", commands: step.commands)
  }

  package static let takeMessagesTable = NextStep(
    "Nothing was written. Name a table of messages with --table, or make one",
    commands: .tool("ddb-schema-load", ["--table", "NAME"])
  )
}
