import Toolkit

/// The path and the query of a request (RFC 3986).
package struct RequestTarget: Sendable {
  /// As it was sent, without the query.
  package let path: String
  /// The path's segments with their escapes resolved; nil where an escape is wrong, or what it stands for is
  /// not UTF-8.
  package let segments: [String]?
  private let query: [(name: String, value: String)]

  /// - Parameter text: As it was sent: `/api/messages/5ae2?before=2023`.
  package init(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = String(parts.first ?? "")
    segments = Self.segments(of: path)
    query = (parts.count > 1 ? parts[1] : "").split(separator: "&").compactMap(Self.parameter)
  }

  /// The first value of that name; nil where there is none.
  package subscript(parameter: String) -> String? { query.first { $0.name == parameter }?.value }

  private static func segments(of path: String) -> [String]? {
    guard path.hasPrefix("/") else { return nil }
    let raw = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    let segments = raw.compactMap { decoded($0.utf8) }
    return segments.count == raw.count ? segments : nil
  }

  /// Nil where an escape is wrong. A plus sign is a blank, as forms write it.
  private static func parameter(_ text: Substring) -> (name: String, value: String)? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
      decoded($0.utf8, plusIsBlank: true)
    }
    guard let name = parts.first ?? nil, let value = parts.count > 1 ? parts[1] : "" else { return nil }
    return (name, value)
  }

  private static func decoded(_ text: Substring.UTF8View, plusIsBlank: Bool = false) -> String? {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst()?.hexDigitValue, let low = rest.popFirst()?.hexDigitValue else {
          return nil
        }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsBlank: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
