import Foundation
import TestSupport
import Testing

@testable import Toolkit

@Suite(.inTurn) struct CommandLineTextTests {
  /// The words that a shell makes of a line.
  private func words(_ line: String) throws -> [String] {
    let shell = Process()
    let output = Pipe()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = [
      "-c", #"for word in "$@"; do printf '%s\0' "$word"; done"#.replacing("\"$@\"", with: line),
    ]
    shell.standardOutput = output
    try shell.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    shell.waitUntilExit()
    return text.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  private func again(_ arguments: [String], _ options: [String: String] = [:], flags: [String] = []) -> String
  {
    CommandLineText(arguments).text(of: .again(options, flags: flags))
  }

  @Test func `a command with strange words is read by a shell as it was typed`() throws {
    let arguments = [
      "tool", "", "a b", "it's", "'", "''", "\"", "\\", "$HOME", "`id`", "$(id)", "*", "?", "~", "#", ";",
      "&", "|", "a\nb",
      "\t", "é🙂", "'\u{301}", "!", "{a,b}", "[a]", "<", ">", "--x=y z", "a=b", "-", "%s", "@`", "\u{7F}",
    ]
    let found = try words(again(arguments))
    #expect(found.map { Array($0.utf8) } == arguments.map { Array($0.utf8) })
  }

  @Test func `plain words are not quoted`() {
    let arguments = [
      "/usr/bin/ddb-seed", "prod", "--start", "2023-03-26T18:04:14+00:00", "--table=a_b-c.d", "me@h,x%",
    ]
    #expect(again(arguments) == "ddb-seed prod --start 2023-03-26T18:04:14+00:00 --table=a_b-c.d me@h,x%")
  }

  @Test(arguments: ["--table", "-t"])
  func `a suggested command is for the table of the run, where it names none`(option: String) {
    let run = CommandLineText(["cruddur-doctor", "prod", option, "staging"], stage: .prod)
    #expect(run.text(of: .tool("ddb-seed", ["--replace"])) == "ddb-seed --replace prod --table staging")
    #expect(run.text(of: .tool("ddb-seed", ["--table", "other"])) == "ddb-seed --table other prod")
    #expect(run.text(of: .tool("ddb-drop", ["other"])) == "ddb-drop other prod")
    #expect(run.text(of: .tool("db-seed", [])) == "db-seed prod")
    #expect(run.text(of: .again(["--table": "other"], flags: [])) == "cruddur-doctor prod --table other")
  }

  @Test(arguments: [["--start", "old"], ["--start=old"], []])
  func `an option takes the place of the one that was there`(typed: [String]) {
    let line = again(
      ["ddb-seed"] + typed + ["--starter", "x", "--yes"],
      ["--start": "new one", "--group": "g"],
      flags: ["--yes"]
    )
    #expect(line == "ddb-seed --starter x --group g --start 'new one' --yes")
  }

  @Test(arguments: [
    (["--connection-url", "postgresql://u:secret@h/d"], "--connection-url postgresql://u@h/d"),
    (["--connection-url=postgresql://u:secret@h/d"], "--connection-url postgresql://u@h/d"),
    (["--connection-url", "host=h password=secret"], "--connection-url 'host=h password=…'"),
    (["--connection-url", ""], "--connection-url ''"),
  ])
  func `a connection URL is repeated without its password`(typed: [String], shown: String) {
    #expect(again(["tool"] + typed + ["prod"]) == "tool \(shown) prod")
  }

  @Test func `an option without its value at the end of the line is repeated without a crash`() {
    #expect(again(["tool", "--start"], ["--start": "x"]) == "tool --start x")
    #expect(again(["tool", "--connection-url"]) == "tool --connection-url")
    #expect(again([]).isEmpty)
  }

  @Test(arguments: [
    ("ddb-list-tables", "ddb-list-tables prod --endpoint-url=http://h:1 --profile p"),
    ("db-create", "db-create prod --connection-url postgresql://u@h/d"),
    (
      "ddb-seed",
      "ddb-seed prod --endpoint-url=http://h:1 --connection-url postgresql://u@h/d --profile p"
    ),
  ])
  func `another tool gets the stage and those options of the place that it takes`(tool: String, line: String)
  {
    let arguments = [
      "ddb-patterns", "list-conversations", "prod", "--endpoint-url=http://h:1", "--output", "json",
      "--connection-url", "postgresql://u:secret@h/d", "--profile", "p",
    ]
    #expect(CommandLineText(arguments, stage: .prod).text(of: .tool(tool)) == line)
  }

  @Test func `a command of the AWS CLI gets this run's region, and its profile unless it names one`() {
    let text = CommandLineText([
      "ddb-scan", "prod", "--profile", "it's mine", "--endpoint-url", "http://h:1", "--region", "eu-west-1",
    ])
    #expect(
      text.text(of: .aws(["sts", "get-caller-identity"]))
        == #"aws sts get-caller-identity --profile 'it'\''s mine' --region eu-west-1"#
    )
    #expect(
      text.text(of: .aws(["login", "--profile", "$(id)"])) == "aws login --profile '$(id)' --region eu-west-1"
    )
  }

  @Test(arguments: [
    NextStep.login(profile: "my name"), .ssoLogin(profile: "my name"), .configureSSO(profile: "my name"),
    .signInAtTerminal(profile: "my name"), .seeProfile("my name"),
  ])
  func `a profile's name with a blank is quoted`(step: NextStep) {
    #expect(step.rendered(CommandLineText([])).hasSuffix(" --profile 'my name'"))
  }

  @Test func `a variable's value with blanks stays one word`() {
    #expect(
      NextStep.namePool(as: "POOL").typed(CommandLineText([]))
        == [#"export AWS_COGNITO_USER_POOL_ID="$POOL""#]
    )
    #expect(
      NextStep.misdirectedCognito(source: "AWS_ENDPOINT_URL").typed(CommandLineText([]))
        == [#"export AWS_ENDPOINT_URL_DYNAMODB="$AWS_ENDPOINT_URL"; unset AWS_ENDPOINT_URL"#]
    )
  }

  @Test func `a value that is called prod does not name production`() {
    let arguments = ["ddb-seed", "--table", "prod", "--profile", "prod"]
    #expect(CommandLineText(arguments).text(of: .tool("ddb-list-tables")) == "ddb-list-tables --profile prod")
    #expect(Stage(typed: arguments) == .local)
    #expect(Stage(typed: ["ddb-seed", "prod", "--table"]) == .prod)
  }
}
