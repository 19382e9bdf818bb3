import Foundation
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct ProcessCredentialsTests {
  private static let keys = #""AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "s3cr3t""#

  private func source(_ command: String, _ variables: [String: String] = [:]) -> ProcessCredentials {
    let environment = Environment(["PATH": "/usr/bin:/bin"].merging(variables) { $1 })
    return ProcessCredentials(command: command, profile: "dev", context: .test(environment: environment))
  }

  /// A source whose program prints `output`.
  private func printing(_ output: String) -> ProcessCredentials {
    source("sh -c 'printf %s \"$OUTPUT\"'", ["OUTPUT": output])
  }

  @Test func `the credentials that the program prints are used`() async throws {
    let found = try await printing(
      #"{"Version": 1, \#(Self.keys), "SessionToken": "t", "Expiration": "2023-11-15T00:00:00Z", "More": []}"#
    ).fetch(ignoringCache: false)
    #expect(found.accessKeyID == "AKIDPROCESS" && found.secretAccessKey == "s3cr3t")
    #expect(found.sessionToken == "t")
    #expect(found.expiry == Timestamp(iso8601: "2023-11-15T00:00:00Z"))
    let simple = try await printing(#"{"Version": 1, \#(Self.keys)}"#).fetch(ignoringCache: false)
    #expect(simple.sessionToken == nil && simple.expiry == nil)
  }

  @Test func `the program inherits no open file`() async throws {
    // A descriptor that shells do not use themselves.
    let file = fcntl(STDERR_FILENO, F_DUPFD, 200)
    defer { close(file) }
    let program = "if [ -e /dev/fd/\(file) ]; then exit 9; fi; printf %s \"$OUTPUT\""
    let found = try await source("sh -c '\(program)'", ["OUTPUT": #"{"Version": 1, \#(Self.keys)}"#])
      .fetch(ignoringCache: false)
    #expect(found.accessKeyID == "AKIDPROCESS")
  }

  @Test(arguments: [
    ("", "not a JSON object"), ("hello", "not a JSON object"), ("[]", "not a JSON object"),
    ("{", "not a JSON object"),
    ("{\(keys)}", "Version 1"), (#"{"Version": 2, \#(keys)}"#, "Version 1"),
    (#"{"Version": "1", \#(keys)}"#, "Version 1"),
    (#"{"Version": 1, "SecretAccessKey": "s3cr3t"}"#, "no AccessKeyId"),
    (#"{"Version": 1, "AccessKeyId": "AKIDPROCESS"}"#, "no SecretAccessKey"),
    (#"{"Version": 1, "AccessKeyId": 5, "SecretAccessKey": "s3cr3t"}"#, "no AccessKeyId"),
    (#"{"Version": 1, \#(keys), "Expiration": "tomorrow"}"#, "Expiration is not a time"),
    (#"{"Version": 1, \#(keys), "Expiration": 9e99}"#, "Expiration is not a time"),
    (#"{"Version": 1, \#(keys), "Expiration": 9223372036854775807}"#, "Expiration is not a time"),
  ])
  func `any other output is refused and not shown`(output: String, reason: String) async throws {
    let error = try await toolError { _ = try await printing(output).fetch(ignoringCache: false) }
    #expect(error.code == .credentials)
    #expect(error.message.hasPrefix("no credentials from credential_process of profile dev: "))
    #expect(error.message.contains(reason), "\(error)")
    #expect(!error.description.contains("s3cr3t"))
  }

  @Test(arguments: [
    ("sh -c 'exit 3'", "status 3"), ("sh -c 'kill -9 $$'", "status 137"),
    ("/no/such/program --x", "cannot run /no/such/program: No such file or directory"),
    ("no-such-program-at-all", "cannot run no-such-program-at-all"),
    ("/", "cannot run /: Permission denied"), ("sh -c 'echo", "quotes"), ("  ", "no program"),
    ("\\", "quotes"),
    ("sh -c 'yes x'", "more than 1 MB"),
  ])
  func `a program that fails is reported with the reason`(command: String, reason: String) async throws {
    let error = try await toolError { _ = try await source(command).fetch(ignoringCache: false) }
    #expect(error.code == .credentials)
    #expect(error.message.contains(reason), "\(error)")
  }

  @Test func `the program's own child processes are not waited for`() async throws {
    let folder = try TemporaryFolder()
    let file = folder.path(of: "pid")
    let source = source(
      #"sh -c 'sleep 600 & echo $! > "$FILE"; echo "$OUTPUT"'"#,
      ["OUTPUT": #"{"Version": 1, \#(Self.keys)}"#, "FILE": file]
    )
    #expect(try await source.fetch(ignoringCache: false).accessKeyID == "AKIDPROCESS")
    let pid = try #require(Int32(File.contents(of: file).text.dropLast()))
    #expect(kill(pid, SIGKILL) == 0, "it has ended, so it was waited for")
  }

  @Test(arguments: ["echo $$ > \"$FILE\"; exec sleep 60", "echo $$ > \"$FILE\"; exec >&-; exec sleep 60"])
  func `a program that does not end is ended by cancelling`(script: String) async throws {
    let folder = try TemporaryFolder()
    let file = folder.path(of: "pid")
    let source = source("sh -c '\(script)'", ["FILE": file])
    let work = Task { try await source.fetch(ignoringCache: false) }
    var pid: Int32?
    while pid == nil {
      try await Task.sleep(for: .milliseconds(5))
      let text = (try? File.contents(of: file))?.text ?? ""
      pid = text.hasSuffix("\n") ? Int32(text.dropLast()) : nil
    }
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(kill(try #require(pid), 0) != 0, "it still runs")
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a\tb ", ["a", "b"]), ("", []), ("'a b' c", ["a b", "c"]), ("a'b'\"c\"", ["abc"]),
    (#""a \" \\ \n" "#, [#"a " \ \n"#]), (#"'a \ "b'"#, [#"a \ "b"#]), (#"a\ b"#, ["a b"]), ("''", [""]),
    ("$HOME ~ * # x", ["$HOME", "~", "*", "#", "x"]), (#"C:\\x"#, [#"C:\x"#]), ("é 'ü'", ["é", "ü"]),
  ])
  func `a command line is split as by Python's shlex`(line: String, words: [String]) {
    #expect(ShellWords.split(line) == words)
  }

  @Test(arguments: ["'", "\"a", "a\\", "\"\\\""])
  func `an unclosed quote in a command line is refused`(line: String) {
    #expect(ShellWords.split(line) == nil)
  }

  @Test(arguments: [
    "2023-03-26T18:04:14Z", "2023-03-26T18:04:14+00:00", "2023-03-26T18:04:14UTC",
    "2023-03-26T18:04:14.000000UTC", "2023-03-26T18:04:14.000000000Z", "2023-03-26T20:04:14.0+02:00",
    "2023-03-26T18:04:14",
  ])
  func `an expiry is read as botocore and others write it`(text: String) {
    #expect(Timestamp(expiry: text) == Timestamp(iso8601: "2023-03-26T18:04:14Z"))
  }

  @Test(arguments: ["", "UTC", "Z", ".", "1700000000", "tomorrow", "2023-03-26T18:04:14ZUTC"])
  func `an expiry that is not a time is refused`(text: String) {
    #expect(Timestamp(expiry: text) == nil)
  }
}
