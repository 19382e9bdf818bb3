import Toolkit

/// Copies a JSON document while it parses it, without white space and without what its user drops.
///
/// Kept bytes are copied in runs as long as possible: a string without escapes is not read a second time.
package struct JSONCopier: ~Escapable {
  package var cursor: JSONCursor
  /// What has been copied. The current run is appended when something is dropped, and by `endRun`.
  package var output: [UInt8]
  /// Where the current run begins; it ends at the cursor.
  private var keptFrom: Int

  /// - Parameter output: Where to append.
  @_lifetime(copy cursor)
  package init(_ cursor: consuming JSONCursor, output: consuming [UInt8]) {
    keptFrom = cursor.position
    self.cursor = cursor
    self.output = output
  }

  /// The next byte that is not white space, without passing it; 0 at the end.
  package mutating func peek() -> UInt8 {
    dropWhiteSpace()
    return cursor.peek()
  }

  // MARK: Keeping

  @inline(__always)
  package mutating func keep(_ byte: UInt8) throws(JSONError) {
    dropWhiteSpace()
    try cursor.expect(byte)
  }

  @inline(__always)
  package mutating func keepIfNext(_ byte: UInt8) throws(JSONError) -> Bool {
    dropWhiteSpace()
    return cursor.skip(byte)
  }

  /// Passes one of the words `true`, `false`, `null`.
  package mutating func keep(word: StaticString) throws(JSONError) {
    dropWhiteSpace()
    try cursor.word(word)
  }

  /// Passes a string; characters that need no escape are copied without one.
  ///
  /// - Returns: What stands between its quotes in the document.
  @discardableResult
  package mutating func keepString() throws(JSONError) -> Range<Int> {
    dropWhiteSpace()
    let content = try cursor.string()
    if cursor.lastReplaceableEscape >= content.lowerBound {
      copyKept(upTo: content.lowerBound)
      output.appendWithFewEscapes(content, of: cursor.bytes)
      keptFrom = content.upperBound
    }
    return content
  }

  /// Passes `:{"S":` before a quote, and keeps all of it or, without `keepsType`, only the colon.
  ///
  /// - Returns: Whether it was there.
  @inline(__always)
  package mutating func passStringType(keepsType: Bool) -> Bool {
    let colon = cursor.position
    guard cursor.skipColonAndStringType() else { return false }
    if !keepsType { drop(from: colon + 1) }
    return true
  }

  // MARK: Dropping

  @inline(__always)
  package mutating func dropWhiteSpace() {
    guard cursor.mayBeAtWhiteSpace else { return }
    let start = cursor.position
    _ = cursor.peek()
    if cursor.position > start { drop(from: start) }
  }

  /// Passes `byte` without keeping it.
  @inline(__always)
  package mutating func drop(_ byte: UInt8) throws(JSONError) {
    dropWhiteSpace()
    let start = cursor.position
    try cursor.expect(byte)
    drop(from: start)
  }

  /// Passes `byte` without keeping it if it comes next.
  package mutating func dropIfNext(_ byte: UInt8) throws(JSONError) -> Bool {
    dropWhiteSpace()
    guard cursor.skip(byte) else { return false }
    drop(from: cursor.position - 1)
    return true
  }

  /// Passes one of the words `true`, `false`, `null` without keeping it.
  package mutating func drop(word: StaticString) throws(JSONError) {
    dropWhiteSpace()
    let start = cursor.position
    try cursor.word(word)
    drop(from: start)
  }

  /// Passes a string without keeping it.
  ///
  /// - Returns: What stands between its quotes in the document.
  @inline(__always)
  package mutating func dropString() throws(JSONError) -> Range<Int> {
    dropWhiteSpace()
    let start = cursor.position
    let content = try cursor.string()
    drop(from: start)
    return content
  }

  /// Drops the bytes from `start`, in the current run, to the cursor.
  @inline(__always)
  private mutating func drop(from start: Int) {
    copyKept(upTo: start)
    keptFrom = cursor.position
  }

  // MARK: Copying

  /// Copies what has been kept up to the cursor.
  package mutating func endRun() {
    drop(from: cursor.position)
  }

  /// Removes what has been copied beyond the first `count` bytes; the next run begins at the cursor.
  package mutating func cutOutput(to count: Int) {
    output.removeLast(output.count - count)
    keptFrom = cursor.position
  }

  @inline(__always)
  private mutating func copyKept(upTo end: Int) {
    if keptFrom < end { output.append(keptFrom..<end, of: cursor.bytes) }
  }
}
