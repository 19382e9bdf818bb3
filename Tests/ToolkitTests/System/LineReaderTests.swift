import Foundation
import TestSupport
import Testing

@testable import Toolkit

@Suite(.inTurn) struct LineReaderTests {
  private func lines(_ reader: consuming LineReader) throws -> [String] {
    var lines: [String] = []
    while let line = try reader.next() { lines.append(Array(line).text) }
    let end = try reader.next()
    #expect(end == nil)
    return lines
  }

  private static let cases: [(text: String, lines: [String])] = [
    ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
    ("\n\na\n\n", ["", "", "a", ""]), ("a\rb\n", ["a\rb"]), ("a\r\r\n", ["a\r"]), ("\r\n", [""]),
    ("a\r", ["a"]), ("\0\n", ["\0"]),
    ("é\u{2028}b\u{85}c\n", ["é\u{2028}b\u{85}c"]),
  ]

  @Test(arguments: cases)
  func `lines end with LF or CRLF, and the last one also without`(text: String, lines: [String]) throws {
    #expect(try self.lines(LineReader(Array(text.utf8), name: "text")) == lines)
    let folder = try TemporaryFolder()
    #expect(try self.lines(LineReader(File(path: folder.file("text", text.utf8)))) == lines)
  }

  /// The reader takes 256 KB at a time: lines end just before, at and after that, and some are longer.
  @Test(arguments: [1, 2, 3])
  func `a line is whole wherever the chunks of the file end`(chunks: Int) throws {
    let folder = try TemporaryFolder()
    for length in (chunks << 18) - 3...(chunks << 18) + 2 {
      let long = String(repeating: "x", count: length)
      let path = try folder.file("text", "\(long)\r\nshort\n\(long)".utf8)
      let found = try lines(LineReader(File(path: path)))
      #expect(found == [long, "short", long])
    }
  }

  @Test(arguments: ["", "\n", "\r\n", "\nb"])
  func `a line that is too long is an error by file and line`(rest: String) throws {
    let folder = try TemporaryFolder()
    for (length, isTooLong) in [(9, false), (10, false), (11, true), (12, true), (1 << 19, true)] {
      let path = try folder.file("text", ("a\n" + String(repeating: "x", count: length) + rest).utf8)
      let bytes = try File.contents(of: path)
      func read(_ reader: consuming LineReader) throws { _ = try lines(reader) }
      for inMemory in [true, false] {
        func work() throws {
          let reader =
            try inMemory
            ? LineReader(bytes, name: path, longestLine: 10) : LineReader(File(path: path), longestLine: 10)
          try read(reader)
        }
        guard isTooLong else {
          try work()
          continue
        }
        #expect(try toolError(work).message == "\(path):2: the line is longer than 10 bytes")
      }
    }
  }

  @Test func `a file without line breaks ends in an error, as large as it may be`() throws {
    let folder = try TemporaryFolder()
    for path in ["/dev/zero", try folder.hole(gigabytes: 4)] {
      let error = try toolError { _ = try lines(LineReader(File(path: path))) }
      #expect(error.message == "\(path):1: the line is longer than 1 MB")
      #expect(error.code == .file && error.nextSteps == [.isItTheFile])
    }
  }

  @Test func `many short lines over several chunks keep their order`() throws {
    let folder = try TemporaryFolder()
    let all = (0..<100_000).map { "line \($0)" }
    let path = try folder.file("text", all.joined(separator: "\n").utf8)
    #expect(try lines(LineReader(File(path: path))) == all)
  }

  @Test func `a pipe is read as it fills`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "pipe")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let long = String(repeating: "x", count: 300_000)
    Thread.detachNewThread {
      guard let pipe = FileHandle(forWritingAtPath: path) else { return }
      for text in ["a", "b\nc", "\r", "\n", long, "\n"] { try? pipe.write(contentsOf: Data(text.utf8)) }
      try? pipe.close()
    }
    #expect(try lines(LineReader(File(path: path))) == ["ab", "c", long])
  }
}
