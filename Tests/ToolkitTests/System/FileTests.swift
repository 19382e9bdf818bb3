import Foundation
import TestSupport
import Testing

@testable import Toolkit

@Suite struct FileTests {
  @Test func `a file is read whole`() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(try File.contents(of: folder.file("bytes", bytes)) == bytes)
    #expect(try File.contents(of: folder.file("empty", [])).isEmpty)
  }

  @Test func `a file at the limit is read, and one byte more is an error`() throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](repeating: 7, count: 200_000)
    let path = try folder.file("bytes", bytes)
    for limit in [200_000, 200_001] { #expect(try File.contents(of: path, limit: limit) == bytes) }
    for limit in [0, 1, 65_536, 199_999] {
      let error = try toolError { _ = try File.contents(of: path, limit: limit) }
      #expect(error.code == .file && error.nextSteps == [.isItTheFile])
      #expect(error.message == "cannot read \(path): it is larger than \(limit) bytes")
    }
  }

  @Test func `a pipe is read up to the limit`() throws {
    let folder = try TemporaryFolder()
    for (limit, isTooLarge) in [(300_000, false), (299_999, true)] {
      let path = folder.path(of: "pipe \(limit)")
      try #require(unsafe mkfifo(path, 0o600) == 0)
      Thread.detachNewThread {
        // The reader may close it early.
        signal(SIGPIPE, SIG_IGN)
        try? FileHandle(forWritingAtPath: path)?.write(contentsOf: Data(repeating: 7, count: 300_000))
      }
      let bytes = Result { try File.contents(of: path, limit: limit) }
      #expect((try? bytes.get().count) == (isTooLarge ? nil : 300_000))
    }
  }

  @Test func `an endless file and one of gigabytes are errors`() throws {
    let folder = try TemporaryFolder()
    for path in ["/dev/zero", try folder.hole(gigabytes: 4)] {
      let error = try toolError { _ = try File.contents(of: path) }
      #expect(error.message == "cannot read \(path): it is larger than 16 MB")
    }
  }

  @Test func `a file on disk can be read twice, a device cannot, nor a descriptor's name`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("text", Array("x".utf8))
    let file = try File(path: path).canBeReadAgain
    #expect(file)
    let named = try File(argument: folder.file("stdin", Array("x".utf8))).canBeReadAgain
    #expect(named)
    let device = try File(path: "/dev/null").canBeReadAgain
    #expect(!device)
    let descriptor = unsafe open(path, O_RDONLY)
    defer { close(descriptor) }
    let opened = try File(path: "/dev/fd/\(descriptor)").canBeReadAgain
    #expect(!opened)
  }

  @Test func `what cannot be read is an error with the system's reason`() throws {
    let folder = try TemporaryFolder()
    let absent = try toolError { _ = try File.contents(of: folder.path(of: "absent")) }
    #expect(absent.code == .absentFile)
    let directory = try toolError { _ = try File.contents(of: folder.path) }
    #expect(directory.code == .file)
    #expect(directory.message == "cannot read \(folder.path): Is a directory")
    #expect(throws: ToolError.self) { try File.contents(of: "") }
  }
}
