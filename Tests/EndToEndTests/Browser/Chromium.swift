import Foundation
import TestSupport
import Testing

/// A Chromium without a window, with a profile of its own.
struct Chromium: Sendable {
  fileprivate let devTools: DevTools

  /// The path of Chromium; nil where it is not installed.
  static let program: String? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init)
    let candidates =
      folders.flatMap { ["\($0)/chromium", "\($0)/google-chrome"] }
      + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Without the sandbox, which root and containers do not have: the page is our own.
  fileprivate static let arguments = [
    "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--no-first-run", "--disable-background-networking", "--disable-component-update", "--lang=en-US",
  ]

  /// Opens a window of its own: nothing is shared with other windows, as if another person used another
  /// browser.
  func open(_ url: String, _ screen: Screen = .desktop) async throws -> Tab {
    struct Context: Decodable { let browserContextId: String }
    struct Target: Decodable { let targetId: String }
    struct Session: Decodable { let sessionId: String }
    let context: Context = try await devTools.answer("Target.createBrowserContext")
    let target: Target = try await devTools.answer(
      "Target.createTarget",
      ["url": "about:blank", "browserContextId": context.browserContextId]
    )
    let session: Session = try await devTools.answer(
      "Target.attachToTarget",
      ["targetId": target.targetId, "flatten": true]
    )
    let tab = Tab(devTools: devTools, session: session.sessionId)
    for domain in ["Page", "Runtime", "Log", "Network"] { try await tab.call("\(domain).enable") }
    try await tab.show(screen)
    try await tab.call("Page.navigate", ["url": url])
    return tab
  }
}

extension DevTools {
  /// Sends a command and decodes its result.
  func answer<Answer: Decodable>(
    _ method: String,
    _ parameters: [String: any Sendable] = [:],
    session: String? = nil
  ) async throws -> Answer {
    try JSONDecoder().decode(Answer.self, from: await call(method, parameters, session: session))
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips the test, saying so, where there is no Chromium.
  static var needsChromium: Self {
    .enabled(if: Chromium.program != nil, "needs chromium, which scripts/test installs on Debian")
  }
}

extension World {
  /// Runs `body` with a browser that ends when the test is over.
  func withChromium(_ body: (Chromium) async throws -> Void) async throws {
    let (socket, otherEnd) = try Socket.pair()
    let log = folder.appending(path: "chromium.log")
    try Data().write(to: log)
    let process = Process()
    // Chromium reads the protocol from descriptor 3 and writes it to descriptor 4; `Process` passes 0 to 2
    // only.
    process.executableURL = URL(filePath: "/bin/sh")
    let profile = folder.appending(path: "chromium").path
    process.arguments =
      ["-c", #"exec "$@" 3<&0 4>&0 </dev/null"#, "sh", try #require(Chromium.program)]
      + Chromium.arguments + ["--user-data-dir=\(profile)", "about:blank"]
    process.environment = ["PATH": environment["PATH"] ?? "", "HOME": folder.path, "TZ": "UTC"]
    process.standardInput = otherEnd
    process.standardOutput = try FileHandle(forWritingTo: log)
    process.standardError = process.standardOutput
    let end = try process.start()
    try otherEnd.close()
    let devTools = DevTools(socket)
    func stop() async {
      _ = try? await devTools.call("Browser.close")
      devTools.close()
      kill(process.processIdentifier, SIGKILL)
      for await _ in end {}
    }
    do {
      try await body(Chromium(devTools: devTools))
    } catch {
      Issue.record("\(error)\n--- Chromium\n\((try? String(contentsOf: log, encoding: .utf8)) ?? "")")
      await stop()
      throw error
    }
    await stop()
  }
}
