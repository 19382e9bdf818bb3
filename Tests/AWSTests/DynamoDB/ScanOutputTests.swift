import Foundation
import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Each test writes in a process of its own, whose stdout accepts only a part of what is written.
@Suite struct ScanOutputTests {
  static let console = Console(
    quiet: true,
    verbose: false,
    environment: Environment([:]),
    output: OutputSink(.output),
    errors: .discarding
  )
  /// As many bytes as a pipe holds.
  static let pipeSize = 65_536

  /// A page of so many items, each longer than the one before, and its lines.
  static func page(_ count: Int) throws -> (page: ScanPage, lines: [UInt8]) {
    let items = (0..<count).map { #"{"pk":{"S":"\#(String(repeating: "x", count: $0))"}}"# }
    let page = try ScanPage.test("[\(items.joined(separator: ","))]", count: count)
    return (page, try page.lines(.plain))
  }

  /// Sets how many bytes a file may have, and returns how many it was before.
  static func limitFiles(to bytes: rlim_t) -> rlim_t {
    #if canImport(Darwin)
      let resource = RLIMIT_FSIZE
    #else
      let resource = RLIMIT_FSIZE.rawValue
    #endif
    var limit = rlimit()
    unsafe getrlimit(.init(resource), &limit)
    let before = limit.rlim_cur
    limit.rlim_cur = bytes
    unsafe setrlimit(.init(resource), &limit)
    return before
  }

  @Test func `when a pipe's reader ends, the whole lines in the pipe are counted, and no later ones`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      var ends: [Int32] = [0, 0]
      unsafe pipe(&ends)
      dup2(ends[1], 1)
      let reader = ends[0]
      Thread.detachNewThread {
        var filled: Int32 = 0
        while filled < ScanOutputTests.pipeSize { _ = unsafe ioctl(reader, UInt(FIONREAD), &filled) }
        close(reader)
      }
      let (page, lines) = try ScanOutputTests.page(1_000)
      let output = ScanOutput(limit: nil, console: ScanOutputTests.console)
      var buffer: [UInt8] = []
      for _ in 0..<2 {
        let error = try toolError { _ = try output.write(page, form: .plain, buffer: &buffer) }
        #expect(error.code == .outputClosed)
        #expect(
          output.tally.items == lines.prefix(ScanOutputTests.pipeSize).count { $0 == UInt8(ascii: "\n") }
        )
      }
    }
  }

  @Test func `when a file may not grow, the whole lines in the file are counted, and no later ones`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let file = FileManager.default.temporaryDirectory.appending(path: "cruddur-\(UUID().uuidString)")
      defer { try? FileManager.default.removeItem(at: file) }
      dup2(unsafe open(file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600), 1)
      let before = ScanOutputTests.limitFiles(to: 10_000)
      let (page, lines) = try ScanOutputTests.page(100)
      let (small, _) = try ScanOutputTests.page(1)
      let output = ScanOutput(limit: nil, console: ScanOutputTests.console)
      var buffer: [UInt8] = []
      #expect(try output.write(page, form: .plain, buffer: &buffer))
      #expect(output.tally.items == 100)
      let error = try toolError { _ = try output.write(page, form: .plain, buffer: &buffer) }
      #expect(error.message == "cannot write to stdout: File too large")
      _ = ScanOutputTests.limitFiles(to: before)
      #expect(throws: ToolError.self) { try output.write(small, form: .plain, buffer: &buffer) }
      let written = try Data(contentsOf: file)
      #expect(Array(written) == Array((lines + lines).prefix(10_000)))
      #expect(output.tally.items == written.count { $0 == UInt8(ascii: "\n") })
    }
  }
}
