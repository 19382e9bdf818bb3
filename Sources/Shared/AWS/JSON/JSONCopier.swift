import Toolkit

/// Copies a JSON document while it passes it, less what is dropped: white space, and what its user leaves out or writes in
/// another way.
///
/// What is kept is copied in runs, each as long as it can be: a string without escapes is not looked at a second time.
package struct JSONCopier: ~Escapable {
  package var cursor: JSONCursor
  /// What has been copied, less the run under way: that is in it after something has been dropped, and after `endRun`.
  package var output: [UInt8]
  /// The run under way begins here and ends at the cursor.
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
    if let escape = cursor.lastReplaceableEscape, escape >= content.lowerBound {
      copyKept(upTo: content.lowerBound)
      output.appendWithFewEscapes(content, of: cursor.bytes)
      keptFrom = content.upperBound
    }
    return content
  }

  /// Passes `:{"S":` before a quote, and keeps of it what `keepsType` says.
  ///
  /// - Returns: Whether it stood there.
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

  /// Leaves out what stands between `start`, in the run under way, and the cursor.
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

  /// Takes back what has been copied beyond the first `count` bytes; what is kept begins again at the cursor.
  package mutating func cutOutput(to count: Int) {
    output.removeLast(output.count - count)
    keptFrom = cursor.position
  }

  @inline(__always)
  private mutating func copyKept(upTo end: Int) {
    if keptFrom < end { output.append(keptFrom..<end, of: cursor.bytes) }
  }
}
