/// Suggestions about tables.
extension NextStep {
  package static let messagesTable = "cruddur-messages"

  /// After a refusal of an operation on a table.
  ///
  /// - Parameter identity: The command that says who signs.
  package static func after(
    _ error: ServiceError,
    operation: String,
    table: String,
    identity: String
  ) -> NextStep? {
    switch error.code {
    case "ResourceInUseException": lookAtTables
    case "ResourceNotFoundException" where operation == "DeleteTable": lookAtTables
    case "ResourceNotFoundException" where table == messagesTable:
      NextStep(
        "See what is there, or create the table",
        commands: .tool("ddb-list-tables"),
        .tool("ddb-schema-load")
      )
    case "ResourceNotFoundException":
      NextStep("See what is there, and name another table with --table", commands: .tool("ddb-list-tables"))
    case _ where error.code.hasPrefix("KMS"):
      NextStep("Have the use of the table's KMS key allowed", commands: .shell(identity))
    case "AccessDeniedException":
      NextStep(
        "Have what the message names, dynamodb:\(operation) or the use of the table's KMS key, allowed for the identity that signs",
        commands: .shell(identity)
      )
    default: nil
    }
  }

  /// After a table was not found on what may be DynamoDB Local.
  package func rememberingSeparateDatabases(region: String) -> NextStep {
    adding(
      "DynamoDB Local has a database for each region and access key, unless it runs with -sharedDb; "
        + "this run is in \(region)"
    )
  }

  package static let nameCheckpoint = NextStep("Name another file with --checkpoint")
  package static let eventForm = NextStep("An event is {\"Records\":[…]}: deploy/event.json is an example")

  package static let handleEventAgain = NextStep(
    "Handle the event again; what is done stays as it is",
    commands: .again()
  )

  package static func enableStream(table: String) -> NextStep {
    NextStep(
      "Enable it",
      commands: .tool("ddb-schema-load", ["--if-not-exists", "--stream", "--table", table])
    )
  }

  /// - Parameter table: Nil where the stream's ARN does not name it.
  package static func makeStream(ofTable table: String?) -> NextStep {
    let named = table.map { ["--table", $0.onOneLine] } ?? []
    return NextStep(
      "Was the table dropped, or its stream disabled? To make or enable it",
      commands: .tool("ddb-schema-load", ["--if-not-exists", "--stream"] + named)
    )
  }

  /// - Parameter names: All of the table's indexes, as a server names them.
  package static func seeIndexes(_ names: [String]) -> NextStep {
    guard !names.isEmpty else { return NextStep("The table has no indexes") }
    return NextStep("The table's indexes are \(names.joined(separator: ", ").fromServer)")
  }

  package static let lookAtTables = NextStep("See what is there", commands: .tool("ddb-list-tables"))

  /// - Parameter describe: The command that shows the table's status.
  package static func seeStatus(by describe: String) -> NextStep {
    NextStep("See its status", commands: .shell(describe))
  }

  /// - Parameter get: The command that prints the item.
  package static func seeItem(_ get: String) -> NextStep {
    NextStep("See the item as it is stored", commands: .shell(get))
  }

  package static let raiseCapacity = NextStep("Raise its write capacity, or try again later")
  package static let makeTableTemplate = NextStep(
    "Make a template",
    commands: .shell("aws dynamodb create-table --generate-cli-skeleton")
  )

  package static func convertPython(_ file: String) -> NextStep {
    NextStep(
      "It looks like Python. To print the value as JSON",
      commands: conversion(
        of: file,
        by: "import ast, json, sys; print(json.dumps(ast.literal_eval(sys.stdin.read())))"
      )
    )
  }

  package static func convertYAML(_ file: String) -> NextStep {
    NextStep(
      "It looks like YAML. To print it as JSON",
      commands: conversion(
        of: file,
        by: "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))"
      )
    )
  }

  /// - Parameter program: In Python; it has no single quotation marks.
  private static func conversion(of file: String, by program: String) -> Command {
    // The shell empties the output file before the input is read.
    let output = file.hasSuffix("schema.json") ? "converted.json" : "schema.json"
    return .shell("python3 -c '\(program)' < \(CommandLineText.quoted(file)) > \(output)")
  }

  package static let otherTableName = NextStep(
    "Make a table of another name with --table, or drop this one first"
  )

  package static func fewerSegments(_ count: Int) -> NextStep {
    NextStep("Take at most \(count) segments, or raise the limit", commands: .shell("ulimit -n 65536"))
  }

  /// - Parameters:
  ///   - key: The last key that was printed, in DynamoDB's JSON.
  ///   - limit: How many items are still wanted; nil for all.
  package static func goOnScanning(from key: String, limit: Int?) -> NextStep {
    let options = ["--from-key": key, "--limit": limit.map(String.init)].compactMapValues(\.self)
    return NextStep("Go on after the last page that was printed as a whole with", commands: .again(options))
  }

  /// After a scan that `--limit` ended.
  ///
  /// - Parameter key: The last key that was printed, in DynamoDB's JSON.
  package static func scanNextItems(from key: String) -> NextStep {
    NextStep("To see the next ones", commands: .again(["--from-key": key]))
  }

  /// - Parameter update: The command that makes it.
  package static func makeIndex(_ update: String) -> NextStep {
    NextStep("To make it", commands: .shell(update))
  }

  package static let scanInOneSegment = NextStep(
    "A scan in several segments cannot go on where it ended; one in one segment can"
  )

  /// - Parameter name: A word of this run's command line.
  static func nameTable(_ name: String) -> NextStep {
    NextStep("If this is the name of a table", commands: .again(["--table": name], without: [name]))
  }
}
