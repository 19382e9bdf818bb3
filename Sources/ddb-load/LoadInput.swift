import AWS
import Toolkit

/// The items of a file, one for each line that is not empty.
struct LoadInput: ~Copyable {
  private let name: String
  /// How many items at the beginning are left out.
  private let skipped: Int
  private let progress: LoadProgress
  private let reader: ItemLine
  private var lines: LineReader
  /// The number of the line that was read last.
  private var number = 0
  /// How many items are still to be left out.
  private var toSkip: Int

  /// In bytes: an item of 400 KB may be six times as long in escapes.
  private static let longestLine = 4 << 20

  /// - Parameter file: The open file, at its beginning.
  init(_ file: consuming File, key: TableKey, skipped: Int, progress: LoadProgress) {
    name = file.path
    self.skipped = skipped
    self.progress = progress
    reader = ItemLine(of: key)
    toSkip = skipped
    lines = LineReader(file, longestLine: Self.longestLine)
  }

  /// The next item that is not left out, which is recorded as begun; nil after the last.
  ///
  /// - Throws: `ToolError` with the code `.file`, with the line's number for one that is not an item.
  mutating func next() throws -> Item? {
    while let whole = try lines.next() {
      number += 1
      let line = number == 1 ? whole.withoutByteOrderMark : whole
      if line.allSatisfy({ " \t".utf8.contains($0) }) { continue }
      guard toSkip == 0 else {
        toSkip -= 1
        progress.skip(to: lines.bytes)
        continue
      }
      let item = try item(line)
      progress.begin(item, at: lines.bytes)
      return item
    }
    return nil
  }

  /// To be called after the last item.
  ///
  /// - Throws: `ToolError` with the code `.file` where more items were to be left out than there are.
  func finish() throws(ToolError) {
    guard toSkip > 0 else { return }
    throw ToolError(
      .file,
      message:
        "\(name) has \(counted(skipped - toSkip, of: "item")), and --skip leaves out \(skipped): nothing was written"
    )
  }

  private func item(_ line: ArraySlice<UInt8>) throws -> Item {
    do {
      return try reader.item(line)
    } catch {
      let place = "\(name):\(number)"
      throw ToolError(
        .file,
        message: "\(place): not an item of the table: \(error.reason)",
        next: .correctLine(place)
      )
    }
  }
}
