import AWS
import HTTPServer
import Toolkit

/// A line of JSON on stderr for each request, without messages and tokens: it has neither header fields,
/// query nor body.
struct RequestLog: Sendable {
  private let console: Console
  private let clock: WallClock
  /// Characters of a path.
  private static let longestPath = 200

  init(_ console: Console, clock: WallClock) {
    self.console = console
    self.clock = clock
  }

  func write(_ request: ServerRequest, answer: ServerAnswer, duration: Duration) {
    guard answer.status >= 500 || !console.isQuiet else { return }
    let line: JSONValue = [
      "time": .string(clock.now().iso8601), "method": .string(request.method.onOneLine(atMost: 20)),
      "path": .string(request.target.path.onOneLine(atMost: Self.longestPath)),
      "status": .integer(answer.status), "bytes": .integer(answer.body.count),
      "ms": .number(String(duration / .milliseconds(1))),
    ]
    console.say(line.text(.compact))
  }
}
