import Foundation
import Testing

/// Keys, as a keyboard sends them.
extension Tab {
  enum Key: String {
    case enter = "Enter"
    case tab = "Tab"
    case end = "End"
    case home = "Home"

    fileprivate var code: Int {
      switch self {
      case .enter: 13
      case .tab: 9
      case .end: 35
      case .home: 36
      }
    }
  }

  /// - Parameter modifiers: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift, added up.
  func press(_ key: Key, modifiers: Int = 0) async throws {
    var parameters: [String: any Sendable] = [
      "key": key.rawValue, "code": key.rawValue, "windowsVirtualKeyCode": key.code, "modifiers": modifiers,
    ]
    parameters["text"] = key == .enter ? "\r" : nil
    parameters["type"] = "keyDown"
    try await call("Input.dispatchKeyEvent", parameters)
    parameters["type"] = "keyUp"
    parameters["text"] = nil
    try await call("Input.dispatchKeyEvent", parameters)
  }

  /// Puts text where the focus is, as an input method or the clipboard does.
  func type(_ text: String) async throws {
    try await call("Input.insertText", ["text": text])
  }

  /// Presses Tab until the focus is on what the selector names.
  func tab(to selector: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    for _ in 0..<60 {
      if try await value("document.activeElement?.matches(\(Self.quoted(selector))) ?? false", as: Bool.self)
      {
        return
      }
      try await press(.tab)
    }
    try #require(Bool(false), "the focus never came to \(selector)", sourceLocation: sourceLocation)
  }

  func focus(_ selector: String) async throws {
    _ = try await value("document.querySelector(\(Self.quoted(selector))).focus() ?? true", as: Bool.self)
  }

  func click(_ selector: String) async throws {
    _ = try await value("document.querySelector(\(Self.quoted(selector))).click() ?? true", as: Bool.self)
  }

  /// A text as a literal of JavaScript.
  static func quoted(_ text: String) -> String {
    let data = try? JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
