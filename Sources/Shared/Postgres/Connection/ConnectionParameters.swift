import CLibPQ
import Toolkit

/// A connection URL taken apart by libpq itself: its keywords and values.
///
/// It may hold a password, so it never prints its values.
struct ConnectionParameters: Sendable, Equatable, CustomStringConvertible {
  private var values: [String: String]

  /// Reads a `postgresql://` URL or a `keyword=value` text.
  ///
  /// - Throws: `InvalidURL` with libpq's reason, without the quotation, which may be a password.
  init(parsing url: String) throws(InvalidURL) {
    var message: UnsafeMutablePointer<CChar>?
    guard !url.utf8.contains(0), let options = unsafe PQconninfoParse(url, &message) else {
      let text = unsafe message.map { unsafe String(cString: $0) } ?? ""
      unsafe PQfreemem(message)
      throw InvalidURL(libpqMessage: text)
    }
    values = unsafe Self.values(of: options)
    unsafe PQconninfoFree(options)
  }

  private init(values: [String: String]) {
    self.values = values
  }

  /// What libpq takes for keywords that a URL leaves out: `PGHOST` and the like, a service file, the user's name.
  static func defaults() -> ConnectionParameters {
    guard let options = unsafe PQconndefaults() else { return ConnectionParameters(values: [:]) }
    defer { unsafe PQconninfoFree(options) }
    return unsafe ConnectionParameters(values: values(of: options))
  }

  /// A keyword's value. Setting nothing counts as leaving it out, as in libpq.
  subscript(keyword: String) -> String? {
    get { values[keyword] }
    set { values[keyword] = newValue }
  }

  /// All that is set, in a stable order.
  var pairs: [(keyword: String, value: String)] {
    values.sorted { $0.key < $1.key }.map { (keyword: $0.key, value: $0.value) }
  }

  var description: String {
    values.keys.sorted().map { "\($0)=****" }.joined(separator: " ")
  }

  /// `options` ends with an entry without a keyword.
  private static func values(of options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
    var values: [String: String] = [:]
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        let text = unsafe String(cString: value)
        if !text.isEmpty { unsafe values[String(cString: keyword)] = text }
      }
      unsafe option += 1
    }
    return values
  }
}
