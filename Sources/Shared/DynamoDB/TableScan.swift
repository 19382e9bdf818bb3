import Synchronization

/// Prints a table: page after page as lines, each page in one write.
///
/// Memory is two pages a segment. A slow reader of stdout holds the scan back: the next page is fetched, but no further
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
  package func run(table: String, limit: Int?, segments: Int) async throws -> Account {
    let progress = Progress(limit: limit)
    if segments == 1 {
      try await run(.init(table: table, limit: limit), progress)
    } else {
      try await withThrowingTaskGroup { group in
        for number in 0..<segments {
          group.addTask {
            try await run(.init(table: table, limit: limit, segment: (number, segments)), progress)
          }
        }
        try await group.waitForAll()
      }
    }
    console.progress(nil)
    return progress.account
  }

  /// Prints all pages. Where there are several, they are printed on another thread, while the event loop receives the next
  /// one; the only page of a small table is not worth waking one.
  private func run(_ request: DynamoDBClient.ScanRequest, _ progress: Progress) async throws {
    let pages = client.pages(of: request).makeAsyncIterator()
    guard let first = try await pages.next() else { return }
    guard first.lastEvaluatedKey != nil else { return _ = try progress.print(first, form, client, console) }
    try await withTaskExecutorPreference(globalConcurrentExecutor) {
      var page: ScanPage? = first
      while let current = page, try progress.print(current, form, client, console) {
        try Task.checkCancellation()
        page = try await pages.next()
      }
    }
  }
}

/// What all segments share: the count, and stdout, a page at a time.
private final class Progress: Sendable {
  private let limit: Int?
  private let state = Mutex((items: 0, isCut: false))

  init(limit: Int?) {
    self.limit = limit
  }

  var account: TableScan.Account {
    state.withLock { TableScan.Account(items: $0.items, isCut: $0.isCut) }
  }

  /// Prints a page's items, as far as the limit allows. Returns whether more are wanted.
  func print(
    _ page: ScanPage,
    _ form: ItemForm,
    _ client: DynamoDBClient,
    _ console: Console
  ) throws -> Bool {
    let remaining = limit.map { max(0, $0 - account.items) } ?? .max
    let transcoder: ItemTranscoder
    do {
      transcoder = try ItemTranscoder(page, form: form, limit: remaining)
    } catch {
      throw client.aws.unexpected("Scan", error.description)
    }
    return try state.withLock { state in
      try console.write(transcoder.lines)
      state.items += transcoder.count
      console.progress("\(state.items) items")
      let isEnough = limit.map { state.items >= $0 } ?? false
      if isEnough, page.lastEvaluatedKey != nil || transcoder.count < page.count { state.isCut = true }
      return !isEnough
    }
  }
}
