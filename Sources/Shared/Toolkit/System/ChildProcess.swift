import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A program that is run for what it prints, without a shell. Its stdin and stderr are this process's own, so that it can
/// ask a person. It does not outlive this value.
package struct ChildProcess: ~Copyable {
  private let id: pid_t
  private let reader: Int32
  private var waitStatus: Int32?

  private static let maximumOutput = 1 << 20
  /// How long to let the program work before looking again.
  private static let tick = Duration.milliseconds(5)

  /// Starts a program, which is looked for in `PATH`.
  ///
  /// - Throws: `ToolError` with the code `.file` and the system's reason.
  package init(_ command: [String], environment: Environment) throws(ToolError) {
    let pipe = try Self.makePipe()
    Self.keepFilesToOurselves()
    var id = pid_t()
    let failure = Self.spawn(&id, command, environment.assignments, output: pipe.writer)
    close(pipe.writer)
    guard failure == 0 else {
      close(pipe.reader)
      throw ToolError(.file, "cannot run \(command.first ?? "it"): \(systemMessage(failure))")
    }
    self.id = id
    reader = pipe.reader
    Interrupt.program.store(id, ordering: .releasing)
  }

  deinit {
    close(reader)
    guard waitStatus == nil else { return }
    forget()
    kill(id, SIGKILL)
    _ = waitpid(id, nil, 0)
  }

  /// What it prints until it ends. A program that it has left behind is not waited for.
  ///
  /// - Returns: The status is its exit code, or 128 and the number of the signal that ended it.
  /// - Throws: `CancellationError` after Ctrl-C; `ToolError` with the code `.file` for more than 1 MB.
  package mutating func result() async throws -> (output: [UInt8], status: Int32) {
    var output: [UInt8] = []
    while true {
      let hasEnded = hasEnded()
      try read(into: &output)
      if hasEnded, let waitStatus { return (output, Self.exitCode(waitStatus)) }
      try await Task.sleep(for: Self.tick)
    }
  }

  private mutating func hasEnded() -> Bool {
    if waitStatus != nil { return true }
    var status = Int32(0)
    let answer = unsafe waitpid(id, &status, WNOHANG)
    // Whoever started this process had it ignore the end of programs: then nobody knows how one ended, only that.
    guard answer == id || answer < 0 && errno == ECHILD else { return false }
    waitStatus = status
    forget()
    return true
  }

  /// Ctrl-C is to end it no more: its number may be another's.
  private func forget() {
    _ = Interrupt.program.compareExchange(expected: id, desired: 0, ordering: .acquiringAndReleasing)
  }

  /// Reads what there is.
  private func read(into output: inout [UInt8]) throws(ToolError) {
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      #if canImport(Darwin)
        let count = unsafe Darwin.read(reader, &buffer, buffer.count)
      #else
        let count = unsafe Glibc.read(reader, &buffer, buffer.count)
      #endif
      guard count > 0 else { return }
      output += buffer.prefix(count)
      guard output.count <= Self.maximumOutput else { throw ToolError(.file, "it prints more than 1 MB") }
    }
  }

  private static func exitCode(_ waitStatus: Int32) -> Int32 {
    let signal = waitStatus & 0x7F
    return signal == 0 ? (waitStatus >> 8) & 0xFF : 128 + signal
  }
}

// MARK: - Starting

extension ChildProcess {
  /// A pipe of which the program gets no end but the one that becomes its stdout. Reading from it does not wait.
  private static func makePipe() throws(ToolError) -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw ToolError(.file, systemMessage(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ends[0], ends[1])
  }

  /// The program gets no connection of this process's: it might hold it open for ever.
  private static func keepFilesToOurselves() {
    // More files than the largest number of segments needs.
    for descriptor in STDERR_FILENO + 1..<min(getdtablesize(), 8_192) {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
  }

  /// Returns an `errno`, or 0.
  private static func spawn(
    _ id: inout pid_t,
    _ command: [String],
    _ environment: [String],
    output: Int32
  ) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // What this process ignores or blocks would stay so in the program: it would not hear of Ctrl-C.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe sigaddset(&signals, SIGXFSZ)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    return unsafe posix_spawnp(&id, command.first ?? "", &actions, &attributes, &arguments, &variables)
  }
}
