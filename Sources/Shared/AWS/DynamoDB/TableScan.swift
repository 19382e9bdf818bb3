import Toolkit

/// Prints a table: page after page as lines, each page in one write.
///
/// Memory is three pages a segment. A slow reader of stdout holds the scan back: the next page is fetched, but no further
/// one before this one is written.
package struct TableScan: Sendable {
  let client: DynamoDBClient
  let console: Console
  let form: ItemForm

  package init(_ client: DynamoDBClient, _ console: Console, form: ItemForm) {
    self.client = client
    self.console = console
    self.form = form
  }

  /// How far a scan came.
  package struct Account: Sendable {
    /// Items printed.
    package let items: Int
    /// Whether `limit` ended the scan before the table did.
    package let isCut: Bool
  }

  /// Scans and prints.
  ///
  /// - Parameter segments: Parts scanned at the same time; with more than one the order of the lines is arbitrary.
  /// - Throws: `ToolError` with the code `.unfinished`, saying how many items are printed, when a scan ends among them or
  ///   stdout takes no more; with `.outputClosed`, saying the same, when its reader has gone.
  package func run(table: String, limit: Int?, segments: Int) async throws -> Account {
    let output = ScanOutput(limit: limit, console: console)
    defer { console.progress(nil) }
    do {
      async let expected: Void = askForCount(of: table, output)
      try await run(table, limit, segments, output)
      _ = await expected
    } catch let error as ToolError where error.code == .outputClosed {
      let error = Self.unfinished(output.account, error, code: .outputClosed)
      console.trace(error.message)
      throw error
    } catch  where output.account.items > 0 || (error as? ToolError)?.code == .output {
      throw Self.unfinished(output.account, error, code: .unfinished)
    }
    return output.account
  }

  /// Asks how many items the table has, if progress is shown while they go elsewhere. It may fail: then nobody knows.
  private func askForCount(of table: String, _ output: ScanOutput) async {
    guard console.showsProgress, !console.outputIsTerminal else { return }
    guard let count = try? await client.describeTable(table).itemCount else { return }
    output.expect(count)
  }

  private static func unfinished(_ account: Account, _ error: any Error, code: ToolError.Code) -> ToolError {
    let are = account.items == 1 ? "is" : "are"
    let printed = "\(counted(account.items, "item")) \(are) printed"
    guard let failure = error as? ToolError else { return ToolError(code, printed) }
    return failure.reworded("\(printed), then: \(failure.message)", as: code)
      .counting(["printed": account.items], stoppedBy: failure)
  }

  private func run(_ table: String, _ limit: Int?, _ segments: Int, _ output: ScanOutput) async throws {
    guard segments > 1 else { return try await run(.init(table: table, limit: limit), output) }
    try await withThrowingTaskGroup { group in
      for number in 0..<segments {
        group.addTask {
          try await run(.init(table: table, limit: limit, segment: (number, segments)), output)
        }
      }
      // Not `waitForAll`: that would let the other segments print the whole table after one has failed.
      while try await group.next() != nil {}
    }
  }

  /// Prints all pages. Where there are several, they are printed on another thread, while the event loop receives the next
  /// one; the only page of a small table is not worth waking one.
  private func run(_ request: DynamoDBClient.ScanRequest, _ output: ScanOutput) async throws {
    let pages = client.pages(of: request).makeAsyncIterator()
    guard let first = try await pages.next() else { return }
    var buffer: [UInt8] = []
    let table = request.table
    guard first.lastEvaluatedKey != nil else { return _ = try write(first, of: table, to: output, &buffer) }
    try await withTaskExecutorPreference(globalConcurrentExecutor) {
      var page: ScanPage? = first
      while let current = page, try write(current, of: table, to: output, &buffer) {
        try Task.checkCancellation()
        page = try await pages.next()
      }
    }
  }

  /// Prints a page. Returns whether more are wanted.
  private func write(
    _ page: ScanPage,
    of table: String,
    to output: ScanOutput,
    _ buffer: inout [UInt8]
  ) throws -> Bool {
    do {
      return try output.write(page, form, &buffer)
    } catch let item as UnreadableItem {
      throw item.toolError(in: table, client.aws)
    } catch let error as JSONError {
      throw client.aws.unexpected("Scan", error.description)
    }
  }
}
