import Toolkit

/// Prints a table: page after page as lines, each page in one write.
///
/// Memory is three pages a segment. A slow reader of stdout slows the scan down: the next page is fetched,
/// but no further one before this one is written.
package struct TableScan: Sendable {
  let client: DynamoDBClient
  let console: Console
  let form: ItemForm
  let choice: ScanChoice
  let lines: (any ItemLines)?

  /// - Parameters:
  ///   - choice: Which items, and what of them.
  ///   - lines: Gives the lines, which must be plain, another form.
  package init(
    _ client: DynamoDBClient,
    console: Console,
    form: ItemForm,
    choice: ScanChoice = ScanChoice(),
    lines: (any ItemLines)? = nil
  ) {
    self.client = client
    self.console = console
    self.form = form
    self.choice = choice
    self.lines = lines
  }

  /// The result of a scan.
  package struct Tally: Sendable {
    /// Items printed.
    package let items: Int
    /// Whether `limit` ended the scan before the table did.
    package let isCut: Bool
    /// The key after which a scan in one segment continues, in DynamoDB's JSON.
    package let next: JSONValue?
  }

  /// Scans and prints.
  ///
  /// - Parameters:
  ///   - segments: Parts scanned at the same time; with more than one the order of the lines is arbitrary.
  ///   - start: The key after which to begin, in DynamoDB's JSON.
  ///   - rate: Read units a second; nil for as many as the table gives.
  /// - Throws: `ToolError` with the code `.unfinished` and the number of items printed, when the scan or
  ///   writing to stdout fails half way; with `.outputClosed` and the same text when the reader has gone.
  package func run(
    table: TableName,
    limit: Int?,
    segments: Int,
    from start: JSONValue? = nil,
    rate: Int? = nil
  ) async throws -> Tally {
    var request = DynamoDBClient.ScanRequest(table: table, limit: limit)
    request.startKey = start
    request.choice = choice
    request.pace = ReadPace(client.aws.wallClock, rate: rate)
    let output = ScanOutput(limit: limit, console: console, lines: lines)
    defer { console.progress(nil) }
    do {
      async let expected: Void = askForCount(of: table, output: output)
      try await run(request, segments: segments, output: output)
      _ = await expected
    } catch let error as ToolError where error.code == .outputClosed {
      let error = Self.unfinished(output.tally, error: error, code: .outputClosed)
      console.trace(error.message)
      throw error
    } catch  where output.tally.items > 0 || (error as? ToolError)?.code == .output {
      throw Self.unfinished(output.tally, error: error, code: .unfinished)
        .alsoSuggesting(Self.goOn(output.tally, limit: limit, segments: segments))
    }
    return output.tally
  }

  /// Asks for the table's number of items, if progress is shown.
  private func askForCount(of table: TableName, output: ScanOutput) async {
    guard !console.outputIsTerminal,
      let count = await Self.expectedItems(of: table, choice: choice, client: client, console: console)
    else { return }
    output.expect(count)
  }

  /// How many items a scan will return, for its progress; nil where no progress is shown, where only a part
  /// of the table is returned, and where DynamoDB does not report it.
  package static func expectedItems(
    of table: TableName,
    choice: ScanChoice,
    client: DynamoDBClient,
    console: Console
  ) async -> Int? {
    guard console.showsProgress, choice.bringsWholeTable else { return nil }
    return try? await client.describeTable(table, mayBeAbsent: true).itemCount
  }

  private static func unfinished(_ tally: Tally, error: any Error, code: ToolError.Code) -> ToolError {
    let are = tally.items == 1 ? "is" : "are"
    let printed = "\(counted(tally.items, of: "item")) \(are) printed"
    guard let failure = error as? ToolError else { return ToolError(code, message: printed) }
    return failure.reworded("\(printed), then: \(failure.message)", as: code)
      .counting(["printed": tally.items], stoppedBy: failure)
  }

  /// The command that prints the rest.
  private static func goOn(_ tally: Tally, limit: Int?, segments: Int) -> NextStep? {
    guard segments == 1 else { return .scanInOneSegment }
    return tally.next.map { .goOnScanning(from: $0.text(.compact), limit: limit.map { $0 - tally.items }) }
  }

  private func run(
    _ request: DynamoDBClient.ScanRequest,
    segments: Int,
    output: ScanOutput
  ) async throws {
    guard segments > 1 else { return try await run(request, output: output) }
    try await withThrowingTaskGroup { group in
      for number in 0..<segments {
        group.addTask {
          var part = request
          part.segment = (number, segments)
          try await run(part, output: output)
        }
      }
      // Not `waitForAll`: that would let the other segments print the whole table after one has failed.
      while try await group.next() != nil {}
    }
  }

  /// Prints all pages. Several pages are printed on another thread while the event loop receives the next
  /// one; for a single page waking another thread would take longer than printing.
  private func run(_ request: DynamoDBClient.ScanRequest, output: ScanOutput) async throws {
    let pages = client.pages(of: request).makeAsyncIterator()
    guard let first = try await pages.next() else { return }
    var buffer: [UInt8] = []
    let table = request.table
    guard first.lastEvaluatedKey != nil else {
      return _ = try write(first, of: table, to: output, buffer: &buffer)
    }
    try await withTaskExecutorPreference(globalConcurrentExecutor) {
      var page: ScanPage? = first
      while let current = page, try write(current, of: table, to: output, buffer: &buffer) {
        try Task.checkCancellation()
        page = try await pages.next()
      }
    }
  }

  /// Prints a page. Returns whether more are wanted.
  private func write(
    _ page: ScanPage,
    of table: TableName,
    to output: ScanOutput,
    buffer: inout [UInt8]
  ) throws -> Bool {
    do {
      return try output.write(page, form: form, buffer: &buffer)
    } catch let item as UnreadableItem {
      throw item.toolError(in: table, aws: client.aws)
    } catch let error as JSONError {
      throw client.aws.unexpected("Scan", reason: error.description)
    }
  }
}
