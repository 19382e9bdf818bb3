import Foundation
import TestSupport
import Testing

/// The recipes of docs/recipes.md that are not sessions: their YAML is parsed and its commands are run, and
/// cron's line is run in cron's environment. `TranscriptTests` runs the sessions.
@Suite(.needsStack, .serialized, .inTurn) struct RecipeTests {
  private let page: RecipePage

  init() throws {
    page = RecipePage(text: try Repository.text("docs/recipes.md"))
  }

  private struct Workflow: Decodable {
    struct Service: Decodable { let ports: [String] }
    struct Step: Decodable { let run: String }
    let services: [String: Service]
    let env: [String: String]
    let steps: [Step]
  }

  @Test func `the CI step passes on its services`() async throws {
    let text = try page.block("A CI step", kind: "yaml")
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabaseName { world, _ in
        let workflow = try await world.oracle("yaml_document.py", [text], as: Workflow.self)
        // The recipe's ports are the tools' defaults. Here the variables name this test's servers in their
        // place.
        #expect(workflow.services["dynamodb"]?.ports == ["8000:8000"])
        #expect(workflow.env == ["CONNECTION_URL": "postgresql://postgres:password@localhost:5432/cruddur"])
        let places = world.environment.filter {
          ["CONNECTION_URL", "AWS_ENDPOINT_URL_DYNAMODB"].contains($0.key)
        }
        var world = world
        try world.becomeNewUser()
        world.environment.merge(places) { $1 }
        // The tools are installed already, so git clones a script that does nothing.
        try world.executable(
          "bin/git",
          "#!/bin/sh\nmkdir -p toolkit/scripts\nln -sf /bin/true toolkit/scripts/install\n"
        )
        world.environment["PATH"] = "\(world.folder.path)/bin:\(world.environment["PATH"] ?? "")"
        world.environment["GITHUB_PATH"] = world.folder.appending(path: "added").path
        try #require(workflow.steps.count > 4)
        for step in workflow.steps {
          let run = try await world.run(program: "/bin/bash", ["-e", "-o", "pipefail", "-c", step.run])
          #expect(run.status == 0, "\(step.run): \(run.testDescription)")
        }
        #expect(try await world.output(of: "ddb-scan", ["--count"]) == "106\n")
      }
    }
  }

  private struct Workspace: Decodable {
    struct Task: Decodable { let command: String }
    let tasks: [Task]
  }

  @Test func `the Gitpod task seeds both databases`() async throws {
    let text = try page.block("Gitpod", kind: "yaml")
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabaseName { world, _ in
        let workspace = try await world.oracle("yaml_document.py", [text], as: Workspace.self)
        var world = world
        _ = try await world.makePool(["phidel", "Sama"])
        try world.becomeNewUser()
        // The test's stack is already up, so the script does nothing.
        try world.executable("scripts/stack", "#!/bin/sh\n[ \"$*\" = up ]\n")
        _ = try world.file("share/bash-completion/completions/tool", "complete -W word tool\n")
        let command = try #require(workspace.tasks.first).command
          .replacing("/workspace/.cruddur", with: world.folder.path)
        let run = try await world.run(
          program: "/bin/bash",
          [
            "-c",
            "set -e\n\(command)\ncomplete -p tool\nddb-scan --count --filter 'pk begins_with MSG#'",
          ]
        )
        #expect(run.stdout.contains("complete -W 'word' tool\n"), "\(run.testDescription)")
        #expect(run.status == 0 && run.stdout.hasSuffix("\n104\n"), "\(run.testDescription)")
      }
    }
  }

  @Test func `own users have a conversation, and one of the pool joins them`() async throws {
    let commands = try (0...1).map { try page.block("Your own users", kind: "sh", at: $0) }.joined()
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabaseName { world, _ in
        var world = world
        // As `scripts/stack up` makes it with these handles.
        _ = try await world.makePool(["andrew", "bayko"])
        try world.becomeNewUser()
        try world.executable("scripts/stack", "#!/bin/sh\n[ \"$*\" = up ]\n")
        world.environment["PATH"] = "\(Self.oracles(of: world)):\(world.environment["PATH"] ?? "")"
        let listing = "echo the list; ddb-patterns list-conversations --output items"
        let run = try await world.run(program: "/bin/bash", ["-e", "-c", "\(commands)\n\(listing)"])
        #expect(run.status == 0, "\(run.testDescription)")
        let list = try #require(run.stdout.components(separatedBy: "the list\n").last)
        for handle in ["bayko", "lore"] {
          #expect(list.contains("\"handle\": \"\(handle)\""), "\(run.testDescription)")
        }
      }
    }
  }

  @Test func `one message is deleted`() async throws {
    let commands = try page.block("Delete one message", kind: "sh")
    let moment = try #require(commands.firstMatch(of: #/"sk": {"S": "([^"]+)"}/#)).1
    let region = try Regions.next()
    try await withWorld(region: region) { world in
      try await world.withDatabaseName { world, _ in
        try await world.output(of: "db-setup")
        try await world.output(of: "ddb-schema-load")
        try await world.output(of: "ddb-seed", ["--end", String(moment.replacing(":30:", with: ":39:"))])
        var world = world
        try world.putToolsOnPath()
        world.environment["PATH"] = "\(Self.oracles(of: world)):\(world.environment["PATH"] ?? "")"
        let typed = commands.replacing("us-east-1", with: region)
        let run = try await world.run(program: "/bin/bash", ["-e", "-c", typed])
        #expect(run.status == 0, "\(run.testDescription)")
        let (shown, deleted) = (run.stdout.prefix { $0 != "\n" }, run.stdout.drop { $0 != "\n" })
        #expect(shown.contains(moment) && shown.contains("Zathras"), "\(run.testDescription)")
        #expect(deleted.contains(moment) && deleted.contains("Zathras"), "\(run.testDescription)")
        #expect(try await world.output(of: "ddb-scan", ["--count"]) == "105\n")
      }
    }
  }

  /// The folder of the AWS CLI.
  private static func oracles(of world: World) -> String {
    URL(filePath: world.stack.python).deletingLastPathComponent().path
  }

  @Test func `the conversation that is shown can be seeded`() async throws {
    let text = try page.block("Your own conversation", kind: "")
    #expect(try Repository.text("README.md").contains(text))
    try await withWorld(region: Regions.next()) { world in
      try await world.withDatabaseName { world, _ in
        try await world.output(of: "db-setup")
        try await world.output(of: "ddb-schema-load")
        let seed = try await world.run("ddb-seed", ["--conversation", "-"], input: text)
        #expect(seed.status == 0 && seed.stdout.contains(", 3 messages from "), "\(seed)")
      }
    }
  }

  @Test func `the names of compose's services count as local`() async throws {
    struct Container: Decodable { let environment: [String: String] }
    let text = try page.block("Compose", kind: "yaml")
    try await withWorld { world in
      let container = try await world.oracle("yaml_document.py", [text], as: Container.self)
      var changes: [String: String?] = container.environment.mapValues { $0 }
      #expect(changes.count == 2)
      changes["AWS_MAX_ATTEMPTS"] = "1"
      let tables = try await world.run("ddb-list-tables", changes: changes)
      tables.expectFailure(naming: ["http://dynamodb-local:8000", "inside docker compose"], lines: 4)
      let database = try await world.run("db-create", ["--quiet"], changes: changes)
      database.expectFailure(naming: ["postgres@db:5432", "inside docker compose"])
    }
  }

  @Test func `cron's backup prints nothing, can be restored, and stays when the next fails`() async throws {
    // A region that moto knows and no other test uses.
    try await withWorld(region: "ap-southeast-7") { world in
      try await world.withProxy { world in
        let cron = try Cron(page, in: world)
        try await world.output(of: "ddb-schema-load", ["prod"])
        let items = (1...3).map { #"{"pk":{"S":"MSG#a"},"sk":{"S":"\#($0)"},"bytes":{"B":"AAE="}}"# + "\n" }
        let load = try await world.run("ddb-load", ["-", "prod", "--yes"], input: items.joined())
        #expect(load.status == 0, "\(load)")

        // What a job prints is sent by mail.
        let backup = try await cron.run()
        #expect(
          backup.status == 0 && backup.stdout.isEmpty && backup.stderr.isEmpty,
          "\(backup.testDescription)"
        )
        let name = try #require(try cron.files().first)
        #expect(name.contains(#/^messages-\d{4}-\d\d-\d\d\.jsonl\.gz$/#))
        let kept = try Data(contentsOf: cron.folder.appending(path: name))

        let failed = try await cron.run(["HTTPS_PROXY=http://127.0.0.1:1", "AWS_MAX_ATTEMPTS=1"])
        #expect(
          failed.status != 0 && failed.stderr.contains("cannot be reached"),
          "\(failed.testDescription)"
        )
        #expect(try cron.files() == [name])
        #expect(try Data(contentsOf: cron.folder.appending(path: name)) == kept)

        try await restore(name, from: cron.folder, world)
      }
    }
  }

  /// Types the commands that restore, and those that copy production's table to the local stack.
  private func restore(_ backup: String, from folder: URL, _ world: World) async throws {
    var world = world
    try world.putToolsOnPath()
    let restoring = try page.block("Every night", kind: "sh", at: 1)
      .replacing(#/messages-[\d-]+\.jsonl\.gz/#, with: folder.appending(path: backup).path)
    let copying = try page.block("Production's messages on this machine", kind: "sh")
    for commands in [restoring, "ddb-schema-load\n\(copying)"] {
      let run = try await world.run(program: "/bin/bash", ["-e", "-c", commands])
      #expect(run.status == 0, "\(run.testDescription)")
    }
    let production = try await world.output(of: "ddb-scan", ["prod", "--output", "ddb"])
    #expect(production.split(separator: "\n").count == 3)
    for arguments in [["prod", "--table", "cruddur-messages-restored"], []] {
      #expect(try await world.output(of: "ddb-scan", arguments + ["--output", "ddb"]) == production)
    }
  }
}

/// docs/recipes.md.
private struct RecipePage {
  let text: String

  /// A code block of a section: the first of its kind, or the one at an index.
  func block(_ section: String, kind: String, at index: Int = 0) throws -> String {
    let start = try #require(text.range(of: "\n## \(section)\n"), "no section \(section)").upperBound
    let rest = text[start...]
    let body = rest.range(of: "\n## ").map { rest[..<$0.lowerBound] } ?? rest
    let blocks = body.components(separatedBy: "\n```").enumerated()
      .compactMap { $0.offset.isMultiple(of: 2) ? nil : $0.element }
      .filter { $0.hasPrefix("\(kind)\n") }
    try #require(blocks.indices.contains(index), "no block \(kind) in \(section)")
    return String(blocks[index].dropFirst(kind.count + 1)) + "\n"
  }
}

/// The nightly backup, with the folders of a test in place of the system's.
private struct Cron {
  let world: World
  /// Where the backups are.
  let folder: URL
  private let command: String

  init(_ page: RecipePage, in world: World) throws {
    self.world = world
    folder = world.folder.appending(path: "backups")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let script = try page.block("Every night", kind: "sh")
    #expect(script.contains("cd /var/backups/cruddur\n"))
    try world.executable("cruddur-backup", script.replacing("/var/backups/cruddur", with: folder.path))
    // Minute, hour, day, month, day of the week, command.
    let fields = try page.block("Every night", kind: "").split(separator: " ", maxSplits: 5)
    #expect(fields.prefix(5).allSatisfy { $0 == "*" || Int($0) != nil })
    command = try fields[5].trimmingCharacters(in: .whitespacesAndNewlines)
      .replacing("/usr/local/sbin", with: world.folder.path)
      .replacing("/usr/local/bin", with: Binaries.toolFolder())
    // cron ends a command at this sign.
    #expect(!command.contains("%"))
    try world.file(
      ".aws/config",
      """
      [profile backup]
      region = \(world.environment["AWS_REGION"] ?? "")
      aws_access_key_id = AKIDBACKUP
      aws_secret_access_key = notASecret
      """
    )
  }

  /// Runs the line with the variables that cron sets, and those of this test's network.
  func run(_ assignments: [String] = []) async throws -> Run {
    let network = ["HTTPS_PROXY", "AWS_CA_BUNDLE"].map { "\($0)=\(world.environment[$0] ?? "")" }
    let variables = ["HOME=\(world.folder.path)", "LOGNAME=x", "SHELL=/bin/sh", "PATH=/usr/bin:/bin"]
    return try await world.run(
      program: "/usr/bin/env",
      ["-i"] + variables + network + assignments + ["/bin/sh", "-c", command]
    )
  }

  func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
  }
}

extension World {
  /// Writes a program into the folder.
  fileprivate func executable(_ name: String, _ text: String) throws {
    let path = try file(name, text)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }
}
