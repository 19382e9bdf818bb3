import ArgumentParser
import TestSupport
import Testing

@testable import Toolkit
@testable import ddb_patterns
@testable import ddb_scan
@testable import ddb_seed

@Suite struct HelpTests {
  private static let commands = [
    "get-conversations", "list-conversations", "create-message", "create-message-group", "tail", "export",
  ]

  private func help(_ tool: any ParsableCommand.Type, _ words: [String] = [], width: Int? = nil) async throws
    -> String
  {
    let world = ToolWorld(variables: width.map { ["COLUMNS": "\($0)"] } ?? [:])
    let run = try await world.run(tool, words + ["--help"])
    #expect(run.status == 0 && run.stderr.isEmpty, "\(run)")
    return run.stdout
  }

  @Test func `the help of ddb-scan has usage, example and options`() async throws {
    let help = try await help(DDBScan.self, width: 120)
    #expect(help.contains("\n\nUSAGE: ddb-scan [prod] [options]\n\n"))
    #expect(help.contains("\n\nEXAMPLES:\n  ddb-scan prod --table cruddur-messages | jq -r .message\n\n"))
    #expect(help.contains("\n  -o, --output <"))
    #expect(help.contains(" json (plain values), ddb (typed values), csv (with --attributes) or table"))
    #expect(
      help.contains(
        "\n  -t, --table <name>            The table, in place of cruddur-messages. [DDB_MESSAGE_TABLE]\n"
      )
    )
    #expect(help.contains("\n  -q, --quiet "))
  }

  @Test func `the tool's own options come first, then AWS, PostgreSQL and what all have in common`()
    async throws
  {
    let help = try await help(DDBSeed.self)
    let titles = help.split(separator: "\n").filter { $0.hasSuffix(":") && !$0.hasPrefix(" ") }
    #expect(
      titles == [
        "EXAMPLES:", "ARGUMENTS:", "OPTIONS:", "AWS OPTIONS:", "POSTGRESQL OPTIONS:", "COMMON OPTIONS:",
      ]
    )
  }

  @Test(arguments: CommandLineTools.all.indices)
  func `every option of AWS, PostgreSQL and all tools is in its group`(index: Int) async throws {
    let found = CommandLineTools.all[index].described
    let described = try #require(found)
    for command in described.commands + [described] {
      let groups = ["--region": "AWS", "--connection-url": "PostgreSQL", "--quiet": "Common"]
      for (name, group) in groups {
        guard let option = command.option(name) else { continue }
        #expect(option.sectionTitle == group, "\(command.commandName) \(name)")
      }
    }
  }

  @Test(arguments: CommandLineTools.all.indices)
  func `the value of an option is named by what it is, and not by the option's name again`(index: Int) throws
  {
    let found = CommandLineTools.all[index].described
    let described = try #require(found)
    for command in described.commands + [described] {
      for option in command.options where option.kind == .option && option.words.isEmpty {
        let value = try #require(option.valueName)
        // A port and a handle are what these are.
        guard !["port", "handle"].contains(value) else { continue }
        #expect(!option.typedNames.contains("--\(value)"), "\(command.commandName) --\(value)")
      }
    }
  }

  @Test(arguments: CommandLineTools.all.indices)
  func `each option says what it does, in words that no other one has`(index: Int) throws {
    let found = CommandLineTools.all[index].described
    let described = try #require(found)
    for command in described.commands + [described] {
      let helps = command.options.filter(\.shouldDisplay).compactMap(\.abstract)
      #expect(Set(helps).count == helps.count, "\(command.commandName): \(helps.sorted())")
    }
  }

  @Test(arguments: ["--my-handle", "--other-handle"])
  func `the help of a handle says that @ may be left out`(option: String) throws {
    let help = try #require(DDBSeed.described?.option(option)?.abstract)
    #expect(help.contains("with or without @"))
  }

  @Test func `the help of --group has its default, and that of --start and --end what excludes what`() throws
  {
    let seed = try #require(DDBSeed.described)
    #expect(seed.option("--group")?.abstract?.contains("5ae290ed-55d1-47a0-bc6d-fe2bc2700399") == true)
    #expect(seed.option("--start")?.abstract?.contains("Not with --end") == true)
    #expect(seed.option("--end")?.abstract?.contains("Not with --start") == true)
  }

  @Test(arguments: [40, 80, 200], CommandLineTools.all.indices)
  func `sentences wrap at the width, commands never do`(width: Int, index: Int) async throws {
    let tool = CommandLineTools.all[index]
    for words in tool == DDBPatterns.self ? Self.commands.map({ [$0] }) : [[]] {
      let help = try await help(tool, words, width: width)
      var isExample = false
      for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
        if !line.hasPrefix(" ") { isExample = line == "EXAMPLES:" }
        let isOneWord =
          line.split(separator: " ").count < 2 || line.hasPrefix("  -") || line.hasPrefix("USAGE")
        #expect(isExample || isOneWord || line.count <= width, "\(width): \(line)")
      }
      let examples = try #require(help.split(separator: "EXAMPLES:\n").last?.split(separator: "\n\n").first)
      #expect(
        examples.hasPrefix("  ") && examples.contains("\(words.first ?? tool._commandName)"),
        "\(examples)"
      )
    }
  }

  @Test(arguments: [["help", "tail"], ["tail", "--help"], ["tail", "-h"], ["tail", "--tabel", "--help"]])
  func `a command below a tool has a help of its own`(words: [String]) async throws {
    let run = try await ToolWorld().run(DDBPatterns.self, words)
    #expect(run.status == 0 && run.stdout.contains("\nUSAGE: ddb-patterns tail [prod] [options]\n"), "\(run)")
  }

  @Test func `the help of a tool with commands lists them`() async throws {
    let help = try await help(DDBPatterns.self)
    #expect(help.contains("\nUSAGE: ddb-patterns <command> [options]\n"))
    for command in Self.commands { #expect(help.contains("\n  \(command) ")) }
  }

  @Test func `the help says which commands are found by a name that is not typed in full`() async throws {
    let help = try await help(DDBPatterns.self, width: 300)
    #expect(help.contains("A command that only reads is also found by the beginning of its name"), "\(help)")
    #expect(help.contains("A command that writes runs only by its full name."), "\(help)")
  }

  @Test func `the usage line has the required arguments and options`() async throws {
    let help = try await help(DDBPatterns.self, ["create-message"])
    #expect(
      help.contains(
        "\nUSAGE: ddb-patterns create-message <message> [prod] --group <uuid> --from <handle> [options]\n"
      )
    )
  }

  @Test(arguments: [["-q", "-t", "t-1", "-n", "1", "-o", "ddb"], ["-qt", "t-1", "-n=1", "-o=ddb"]])
  func `short names do what the long ones do`(arguments: [String]) async throws {
    let answer = ScriptedTransport([.answer(200, #"{"Items":[{"pk":{"S":"a"}}],"Count":1}"#)])
    let run = try await ToolWorld().run(DDBScan.self, arguments, answer)
    #expect(run.stdout == "{\"pk\":{\"S\":\"a\"}}\n" && run.stderr.isEmpty, "\(run)")
    #expect(run.bodies == [#"{"TableName":"t-1","Limit":1}"#])
  }
}
