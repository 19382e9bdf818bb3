import Foundation
import TestSupport
import Testing

/// The screen on which a page is shown.
struct Screen: Sendable {
  var width = 1200
  var height = 800
  var isPhone = false
  var isDark = false

  static let desktop = Screen()
  static let phone = Screen(width: 360, height: 740, isPhone: true)
}

/// A page in a browser. Tests use it as a person does, by keys, and read it by JavaScript expressions.
struct Tab: Sendable {
  let devTools: DevTools
  let session: String

  @discardableResult
  func call(_ method: String, _ parameters: [String: any Sendable] = [:]) async throws -> Data {
    try await devTools.call(method, parameters, session: session)
  }

  func show(_ screen: Screen) async throws {
    try await call(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": screen.isPhone,
      ]
    )
    let scheme = ["name": "prefers-color-scheme", "value": screen.isDark ? "dark" : "light"]
    try await call("Emulation.setEmulatedMedia", ["features": [scheme]])
  }

  /// The value of an expression, which is awaited where it is a promise.
  func value<Value: Decodable>(
    _ expression: String,
    as type: Value.Type = Value.self,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> Value {
    let answer: Evaluation<Value> = try await devTools.answer(
      "Runtime.evaluate",
      ["expression": expression, "awaitPromise": true, "returnByValue": true],
      session: session
    )
    let problem = answer.exceptionDetails?.exception?.description ?? ""
    return try #require(answer.result.value, "\(expression) \(problem)", sourceLocation: sourceLocation)
  }

  private struct Evaluation<Value: Decodable>: Decodable {
    struct Result: Decodable { let value: Value? }
    struct Details: Decodable {
      struct Exception: Decodable { let description: String? }
      let exception: Exception?
    }
    let result: Result
    let exceptionDetails: Details?

    private enum CodingKeys: CodingKey { case result, exceptionDetails }

    /// A value of another type, such as that of an exception, counts as none.
    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      result = (try? keys.decode(Result.self, forKey: .result)) ?? Result(value: nil)
      exceptionDetails = try keys.decodeIfPresent(Details.self, forKey: .exceptionDetails)
    }
  }

  /// Waits until an expression is true. If it does not become true, the failure says what the page shows.
  func wait(until condition: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let deadline = ContinuousClock.now + TestTime.step
    while try await !value("!!(\(condition))", as: Bool.self) {
      if ContinuousClock.now > deadline {
        let shown = try await value("document.body.innerText", as: String.self)
        let trouble = "waited for \(condition); \(problems) the page shows:\n\(shown)"
        try #require(Bool(false), "\(trouble)", sourceLocation: sourceLocation)
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// The errors in the page's log: exceptions, refusals by the Content-Security-Policy and others. Failed
  /// requests are left out, because some tests cause them.
  var problems: [String] {
    devTools.events.filter { $0.session == session }.compactMap { event in
      let text = String(decoding: event.parameters, as: UTF8.self)
      switch event.method {
      case "Runtime.exceptionThrown": return text
      case "Log.entryAdded": return text.contains(#""source":"network""#) ? nil : text
      case "Runtime.consoleAPICalled": return text
      default: return nil
      }
    }
  }
}
