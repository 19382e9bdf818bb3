import Synchronization
import Toolkit

/// What all segments of a scan share: the count, and stdout, a page at a time.
final class ScanOutput: Sendable {
  private struct State {
    var items = 0
    var isCut = false
    /// What the table says of itself, some hours old; nil where it was not asked.
    var expected: Int?
    /// Why stdout takes nothing more: a line that it has taken half of must not be gone on with by another segment.
    var failure: ToolError?
    /// The last key of the last page that was printed as a whole.
    var next: JSONValue?
  }

  private let limit: Int?
  private let console: Console
  private let csv: CSVLines?
  private let meter = ProgressMeter("item")
  private let state = Mutex(State())

  /// - Parameter csv: Makes CSV of plain lines.
  init(limit: Int?, console: Console, csv: CSVLines? = nil) {
    self.limit = limit
    self.console = console
    self.csv = csv
  }

  var tally: TableScan.Tally {
    state.withLock { TableScan.Tally(items: $0.items, isCut: $0.isCut, next: $0.next) }
  }

  /// Writes a page's items, as far as the limit allows. Returns whether more are wanted.
  ///
  /// - Parameter buffer: The segment's memory for lines, used for page after page.
  /// - Throws: `JSONError` for a page that is not one; `UnreadableItem`, after the items before it are written; `ToolError`
  ///   when stdout takes no more. The account counts the whole lines that have gone out in any case.
  func write(_ page: ScanPage, _ form: ItemForm, _ buffer: inout [UInt8]) throws -> Bool {
    guard let limit else {
      let (count, unreadable) = try transcode(page, form, limit: .max, &buffer)
      try state.withLock { state in
        try write(buffer, count, &state)
        if unreadable == nil { state.next = page.lastEvaluatedKey }
      }
      if let unreadable { throw unreadable }
      return true
    }
    // How many are still wanted is known only while nobody else writes.
    return try state.withLock { state in
      let (count, unreadable) = try transcode(page, form, limit: limit - state.items, &buffer)
      try write(buffer, count, &state)
      if let unreadable { throw unreadable }
      state.next = count == page.count ? page.lastEvaluatedKey : nil
      let isEnough = state.items == limit
      if isEnough, page.lastEvaluatedKey != nil || count < page.count { state.isCut = true }
      return !isEnough
    }
  }

  private func transcode(
    _ page: ScanPage,
    _ form: ItemForm,
    limit: Int,
    _ buffer: inout [UInt8]
  ) throws(JSONError) -> (count: Int, unreadable: UnreadableItem?) {
    let transcoder = try ItemTranscoder(page, form: form, limit: limit, buffer: exchange(&buffer, with: []))
    buffer = transcoder.lines
    if let csv { buffer = try csv.converted(buffer) }
    return (transcoder.count, transcoder.unreadable)
  }

  private func write(_ lines: [UInt8], _ count: Int, _ state: inout State) throws(ToolError) {
    if let failure = state.failure { throw failure }
    var written = 0
    do {
      try console.write(lines, written: &written)
    } catch {
      state.items += lines.prefix(written).count { $0 == UInt8(ascii: "\n") }
      state.failure = error
      throw error
    }
    state.items += count
    console.progress(meter.text(done: state.items, of: state.expected))
  }

  /// Says how many items the table has, as far as it knows.
  func expect(_ items: Int) {
    state.withLock { $0.expected = min(items, limit ?? .max) }
  }
}
