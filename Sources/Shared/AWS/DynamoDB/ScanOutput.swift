import Synchronization
import Toolkit

/// What all segments of a scan share: the count, and stdout, a page at a time.
final class ScanOutput: Sendable {
  private struct State {
    var items = 0
    var isCut = false
    /// The last key of the last page that was printed as a whole.
    var next: JSONValue?
  }

  private let limit: Int?
  private let console: Console
  private let state = Mutex(State())

  init(limit: Int?, console: Console) {
    self.limit = limit
    self.console = console
  }

  var tally: TableScan.Tally {
    state.withLock { TableScan.Tally(items: $0.items, isCut: $0.isCut, next: $0.next) }
  }

  /// Writes a page's items, as far as the limit allows. Returns whether more are wanted.
  ///
  /// - Parameter buffer: The segment's memory for lines, used for page after page.
  /// - Throws: `JSONError` for a page that is none; `ToolError` when stdout takes nothing.
  func write(_ page: ScanPage, _ form: ItemForm, _ buffer: inout [UInt8]) throws -> Bool {
    guard let limit else {
      let count = try transcode(page, form, limit: .max, &buffer)
      return try state.withLock { state in
        try write(buffer, count, &state)
        state.next = page.lastEvaluatedKey
        return true
      }
    }
    // How many are still wanted is known only while nobody else writes.
    return try state.withLock { state in
      let count = try transcode(page, form, limit: limit - state.items, &buffer)
      try write(buffer, count, &state)
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
  ) throws -> Int {
    let transcoder = try ItemTranscoder(page, form: form, limit: limit, buffer: exchange(&buffer, with: []))
    buffer = transcoder.lines
    return transcoder.count
  }

  private func write(_ lines: [UInt8], _ count: Int, _ state: inout State) throws {
    try console.write(lines)
    state.items += count
    console.progress("\(state.items) items")
  }
}
