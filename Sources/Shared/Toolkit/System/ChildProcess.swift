import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A program that is run for its output, without a shell. Its stdin and stderr are this process's, so that it
/// can ask the user. It is ended together with this value.
package struct ChildProcess: ~Copyable {
  private let id: pid_t
  private let reader: Int32
  /// Switches the echo on again: the program may be killed while it asks for a password.
  private let terminal: SavedTerminal?
  private var waitStatus: Int32?

  private static let maximumOutput = 1 << 20
  /// How long to wait between two checks of the program.
  private static let tick = Duration.milliseconds(5)

  /// Starts a program, which is looked for in `PATH`.
  ///
  /// - Throws: `ToolError` with the code `.file` and the system's reason.
  package init(_ command: [String], environment: Environment) throws(ToolError) {
    let pipe = try Self.makePipe()
    Self.closeDescriptorsOnExec()
    let terminal = SavedTerminal()
    var id = pid_t()
    let failure = Self.spawn(&id, command: command, environment: environment.assignments, output: pipe.writer)
    close(pipe.writer)
    guard failure == 0 else {
      close(pipe.reader)
      throw ToolError(.file, message: "cannot run \(command.first ?? "it"): \(systemMessage(failure))")
    }
    self.id = id
    self.terminal = terminal
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

  /// What it prints until it ends. Its own child processes are not waited for.
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
    // Where this process was started with SIGCHLD ignored, the exit status is lost.
    guard answer == id || answer < 0 && errno == ECHILD else { return false }
    waitStatus = status
    forget()
    return true
  }

  /// Ctrl-C must no longer end it: the process id may be reused.
  private func forget() {
    _ = Interrupt.program.compareExchange(expected: id, desired: 0, ordering: .acquiringAndReleasing)
  }

  /// Reads what there is.
  private func read(into output: inout [UInt8]) throws(ToolError) {
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Descriptor(reader).read(into: $0) }
      guard count > 0 else { return }
      output += buffer.prefix(count)
      guard output.count <= Self.maximumOutput else {
        throw ToolError(.file, message: "it prints more than 1 MB")
      }
    }
  }

  private static func exitCode(_ waitStatus: Int32) -> Int32 {
    let signal = waitStatus & 0x7F
    return signal == 0 ? (waitStatus >> 8) & 0xFF : 128 + signal
  }
}

// MARK: - Starting

extension ChildProcess {
  /// A pipe whose only end in the program is its stdout. Reading from it does not block.
  private static func makePipe() throws(ToolError) -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw ToolError(.file, message: systemMessage(errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    return (ends[0], ends[1])
  }

  /// The program inherits no connection of this process: it might keep it open.
  private static func closeDescriptorsOnExec() {
    // More descriptors than the largest number of segments needs.
    for descriptor in STDERR_FILENO + 1..<min(getdtablesize(), 8_192) {
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
  }

  /// Returns an `errno`, or 0.
  private static func spawn(
    _ id: inout pid_t,
    command: [String],
    environment: [String],
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
    // Ignored and blocked signals are inherited: the program would not react to Ctrl-C.
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
