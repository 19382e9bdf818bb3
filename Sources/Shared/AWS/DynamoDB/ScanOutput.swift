import Synchronization
import Toolkit

/// Shared by all segments of a scan: the count, and stdout, to which one page is written at a time.
final class ScanOutput: Sendable {
  private struct State {
    var items = 0
    var isCut = false
    /// The number of items of the table's description, some hours old; nil where it is not known.
    var expected: Int?
    /// Why nothing more may be written: after half a line, another segment must not continue it.
    var failure: ToolError?
    /// The last key of the last page that was printed as a whole.
    var next: JSONValue?
  }

  private let limit: Int?
  private let console: Console
  private let lines: (any ItemLines)?
  private let meter = ProgressMeter("item")
  private let state = Mutex(State())

  /// - Parameter lines: Gives plain lines another form.
  init(limit: Int?, console: Console, lines: (any ItemLines)? = nil) {
    self.limit = limit
    self.console = console
    self.lines = lines
  }

  var tally: TableScan.Tally {
    state.withLock { TableScan.Tally(items: $0.items, isCut: $0.isCut, next: $0.next) }
  }

  /// Writes a page's items, as far as the limit allows. Returns whether more are wanted.
  ///
  /// - Parameter buffer: The segment's memory for lines, used for page after page.
  /// - Throws: `JSONError` for an invalid page; `UnreadableItem`, after the items before it are written;
  ///   `ToolError` when writing to stdout fails. The tally counts the whole lines that were written in any
  ///   case.
  func write(_ page: ScanPage, form: ItemForm, buffer: inout [UInt8]) throws -> Bool {
    guard let limit else {
      let (count, unreadable) = try transcode(page, form: form, limit: .max, buffer: &buffer)
      try state.withLock { state in
        try write(buffer, items: count, state: &state)
        if unreadable == nil { state.next = page.lastEvaluatedKey }
      }
      if let unreadable { throw unreadable }
      return true
    }
    // Within the lock, because other segments change the number of items still wanted.
    return try state.withLock { state in
      let (count, unreadable) = try transcode(page, form: form, limit: limit - state.items, buffer: &buffer)
      try write(buffer, items: count, state: &state)
      if let unreadable { throw unreadable }
      state.next = count == page.count ? page.lastEvaluatedKey : nil
      let isEnough = state.items == limit
      if isEnough, page.lastEvaluatedKey != nil || count < page.count { state.isCut = true }
      return !isEnough
    }
  }

  private func transcode(
    _ page: ScanPage,
    form: ItemForm,
    limit: Int,
    buffer: inout [UInt8]
  ) throws(JSONError) -> (count: Int, unreadable: UnreadableItem?) {
    let transcoder = try ItemTranscoder(page, form: form, limit: limit, buffer: exchange(&buffer, with: []))
    buffer = transcoder.lines
    if let lines { buffer = try lines.converted(buffer) }
    return (transcoder.count, transcoder.unreadable)
  }

  private func write(_ lines: [UInt8], items count: Int, state: inout State) throws(ToolError) {
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

  /// Sets the number of items of the table's description, for the progress line.
  func expect(_ items: Int) {
    state.withLock { $0.expected = min(items, limit ?? .max) }
  }
}
