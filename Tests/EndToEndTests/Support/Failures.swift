import Testing

extension Run {
  /// Checks that a tool failed as the README says: nothing on stdout, and on stderr what it is about, in few
  /// lines.
  ///
  /// - Parameters:
  ///   - lines: The most lines of stderr: two, and one for each note. Commands to type, which are indented,
  ///     do not count.
  ///   - within: The time limit in seconds, on a machine without other load.
  func expectFailure(
    status expected: Int32 = 1,
    naming words: [String],
    lines maximum: Int = 2,
    within limit: Double = 10,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(status == expected, "\(testDescription)", sourceLocation: sourceLocation)
    #expect(stdout == "", "\(testDescription)", sourceLocation: sourceLocation)
    for word in words {
      #expect(stderr.contains(word), "lacks '\(word)': \(testDescription)", sourceLocation: sourceLocation)
    }
    let lines = stderr.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .filter { !$0.hasPrefix("  ") }
    #expect((1...maximum).contains(lines.count), "\(testDescription)", sourceLocation: sourceLocation)
    #expect(stderr.hasSuffix("\n"), sourceLocation: sourceLocation)
    #expect(!stderr.contains("\u{1B}"), "\(testDescription)", sourceLocation: sourceLocation)
    #expect(!stderr.contains("Fatal error"), "\(testDescription)", sourceLocation: sourceLocation)
    #expect(isWithin(seconds: limit), "\(testDescription)", sourceLocation: sourceLocation)
  }

  /// Checks that a command line was refused: in at most three lines, and with exit code 64.
  func expectUsageError(naming words: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 64, "\(testDescription)", sourceLocation: sourceLocation)
    #expect(stdout == "", "\(testDescription)", sourceLocation: sourceLocation)
    // The help, or the command that was meant.
    let lastLine = stderr.split(separator: "\n").last ?? ""
    let saysWhatToType = lastLine.hasSuffix(" --help") || lastLine.contains(" --table ")
    #expect(saysWhatToType, "\(testDescription)", sourceLocation: sourceLocation)
    #expect(stderr.split(separator: "\n").count <= 3, "\(testDescription)", sourceLocation: sourceLocation)
    for word in words {
      #expect(stderr.contains(word), "lacks '\(word)': \(testDescription)", sourceLocation: sourceLocation)
    }
  }
}
