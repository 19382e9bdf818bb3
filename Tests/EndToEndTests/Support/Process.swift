import Foundation
import TestSupport
import Testing

/// How a program ended, and what it said.
struct Run: Timed, Sendable {
  /// The exit code; 128 and the signal's number, as shells have it, where a signal ended it.
  let status: Int32
  var output: [UInt8]
  let stderr: String
  let seconds: Double
  var slowdown = 1.0
  /// The case that was run, for messages.
  var about = ""

  var stdout: String { String(decoding: output, as: UTF8.self) }
}

extension Run: CustomTestStringConvertible {
  var testDescription: String {
    "\(about) exit code \(status) after \(seconds) s (slowdown \(slowdown))\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)"
  }
}

/// A program to run, with its whole environment and its files; it inherits nothing else.
struct Command: Sendable {
  let program: String
  let arguments: [String]
  let environment: [String: String]
  let folder: URL
  var input: [UInt8] = []
  var streams = Streams()

  /// Streams to use in place of the files for stdin, stdout and stderr.
  struct Streams: Sendable {
    var input: FileHandle?
    var output: FileHandle?
    var errors: FileHandle?
  }

  /// Runs the program. Where `streams` does not name another, stdin, stdout and stderr are files, so that the
  /// program never waits for a reader. A program that hangs is killed, and the test fails.
  ///
  /// - Parameter interruption: The signals to send, and when; the run's seconds are counted from then on.
  func run(_ interruption: Interruption? = nil) async throws -> Run {
    let files = folder.appending(path: "run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: files) }
    let output = files.appending(path: "stdout")
    let error = files.appending(path: "stderr")
    let start = ContinuousClock.now
    let (status, end, interrupted) = try await run(in: files, output, error, interruption)
    return try Run(
      status: status,
      output: Array(Data(contentsOf: output)),
      stderr: String(decoding: Data(contentsOf: error), as: UTF8.self),
      seconds: (end - (interrupted ?? start)) / .seconds(1)
    )
  }

  private func run(
    in files: URL,
    _ output: URL,
    _ error: URL,
    _ interruption: Interruption?
  ) async throws -> (status: Int32, end: ContinuousClock.Instant, interrupted: ContinuousClock.Instant?) {
    let stdin = files.appending(path: "stdin")
    try Data(input).write(to: stdin)
    for file in [output, error] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = folder
    let handles = try [
      FileHandle(forReadingFrom: stdin), FileHandle(forWritingTo: output), FileHandle(forWritingTo: error),
    ]
    // Foundation keeps an ended process in memory, and with it its open files.
    defer { for handle in handles { try? handle.close() } }
    process.standardInput = streams.input ?? handles[0]
    process.standardOutput = streams.output ?? handles[1]
    process.standardError = streams.errors ?? handles[2]
    let moment = Locked<ContinuousClock.Instant?>(nil)
    let (end, isKilled) = try await process.runToItsEnd { pid in
      guard let interruption else { return }
      await interruption.moment()
      moment.withLock { $0 = .now }
      for signal in interruption.signals { kill(pid, signal) }
    }
    if isKilled { Issue.record("\(program) \(arguments) was killed: it still ran after \(TestTime.step)") }
    let code = process.terminationStatus
    return (process.terminationReason == .exit ? code : 128 + code, end, moment.value)
  }
}

/// Signals that are sent to a program, one right after the other.
struct Interruption: Sendable {
  var signals = [SIGINT]
  /// Returns when the signals are to be sent.
  let moment: @Sendable () async -> Void
}

extension Process {
  /// Starts the program; the stream has the moment at which it ended.
  ///
  /// The threads that run tests block all signals, and a program inherits blocked and ignored signals: it
  /// would not receive SIGINT or SIGTERM. So it is started with no signal blocked, and with none ignored.
  func start() throws -> AsyncStream<ContinuousClock.Instant> {
    let (end, ended) = AsyncStream<ContinuousClock.Instant>.makeStream()
    terminationHandler = { _ in
      ended.yield(.now)
      ended.finish()
    }
    var none = sigset_t()
    var blocked = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { _ = unsafe pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    _ = Self.ignoresNoSignal
    // Foundation's own list of open files is not safe when two processes start at once.
    try Self.starting.withLock { try run() }
    return end
  }

  private static let starting = NSLock()

  /// Sets handlers for ignored signals. A shell without job control starts commands in the background with
  /// SIGINT ignored, and `nohup` with SIGHUP ignored; programs that they start inherit that. A signal that
  /// this process handles has its default effect in the programs that it starts.
  private static let ignoresNoSignal: Void = {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      var action = sigaction()
      _ = unsafe sigaction(number, nil, &action)
      if action.isIgnoring { signal(number) { _ in } }
    }
  }()

  /// Waits for the end; returns when that was, and whether the program had to be killed.
  ///
  /// - Parameter meanwhile: Is called with the process's id, and cancelled when the process has ended.
  fileprivate func runToItsEnd(
    meanwhile: @escaping @Sendable (pid_t) async -> Void
  ) async throws -> (ContinuousClock.Instant, isKilled: Bool) {
    let end = try start()
    let pid = processIdentifier
    // On a thread of its own, so that Ctrl-C is not late when the threads that all tests share are busy.
    let companion = Task(executorPreference: OwnThread()) { await meanwhile(pid) }
    defer { companion.cancel() }
    let killer = Task {
      try await Task.sleep(for: TestTime.step)
      return kill(pid, SIGKILL) == 0
    }
    var moment = ContinuousClock.now
    for await last in end { moment = last }
    // The loop also ends when the test's time is over; a program that still runs has no exit code.
    if Task.isCancelled, isRunning {
      kill(pid, SIGKILL)
      waitUntilExit()
    }
    killer.cancel()
    return (moment, (try? await killer.value) ?? false)
  }
}

extension sigaction {
  fileprivate var isIgnoring: Bool {
    #if canImport(Darwin)
      let handler = unsafe __sigaction_u.__sa_handler
    #else
      let handler = unsafe __sigaction_handler.sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
