import AWS
import Toolkit

/// Prints the findings, each as it comes, or all as one document at the end.
struct Report {
  private let output: CruddurDoctor.Output
  private let commandLine: CommandLineText
  private let console: Console
  private var findings: [Finding] = []

  init(output: CruddurDoctor.Output, commandLine: CommandLineText, console: Console) {
    self.output = output
    self.commandLine = commandLine
    self.console = console
  }

  mutating func add(_ new: [Finding]) throws {
    findings += new
    guard output == .text else { return }
    for finding in new { try console.result(finding.text(commandLine)) }
  }

  /// - Throws: `ToolError` with the code `.data` when something is wrong.
  func end() throws {
    if output == .json {
      try console.result(JSONValue.array(findings.map { $0.document(commandLine) }).text(.week5))
    }
    let wrong = findings.count(where: \.isWrong)
    guard wrong > 0 else { return console.note("all is well: \(counted(findings.count, of: "check"))") }
    throw ToolError(
      .data,
      message: "\(wrong) of \(counted(findings.count, of: "check")) found something wrong"
    )
  }
}
