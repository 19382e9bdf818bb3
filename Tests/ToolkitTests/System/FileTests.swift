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

  @Test func `a file on disk can be read twice, a device cannot, nor a descriptor's name`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("text", Array("x".utf8))
    let file = try File(path: path).canBeReadAgain
    #expect(file)
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
