import CLibPQ
import Toolkit

/// A connection URL as libpq parses it: its keywords and values.
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

  /// These keywords, and libpq's values for those that are left out: from a service file, from `PGHOST` and
  /// the like, or the user's name. Nothing is sent.
  ///
  /// - Returns: Nil where libpq cannot read them, as for a service that is not defined: connecting says why.
  func resolved() -> ConnectionParameters? {
    // Only a connection object knows them all. It is made with an sslmode that libpq does not know, so that
    // libpq refuses it before anything is sent.
    let stop = "only-resolve"
    var parameters = self
    parameters["sslmode"] = stop
    guard let connection = unsafe parameters.startConnecting() else { return nil }
    defer { unsafe PQfinish(connection) }
    guard let options = unsafe PQconninfo(connection) else { return nil }
    defer { unsafe PQconninfoFree(options) }
    let found = unsafe ConnectionParameters(values: Self.values(of: options))
    return found["sslmode"] == stop ? found : nil
  }

  /// Starts to connect; nil when memory is exhausted. The caller owns the connection.
  func startConnecting() -> OpaquePointer? {
    let pairs = pairs
    return unsafe withCStrings(pairs.map(\.keyword)) { keywords in
      unsafe withCStrings(pairs.map(\.value)) { values in
        unsafe PQconnectStartParams(keywords, values, 0)
      }
    }
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
