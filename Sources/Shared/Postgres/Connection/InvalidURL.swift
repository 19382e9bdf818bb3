import Toolkit

/// Why a connection URL cannot be used, without any part of the URL that may be a secret.
struct InvalidURL: Error, Equatable {
  let reason: String

  static let percentEncode =
    "a password or a name with @ or / in it must be percent-encoded: @ is %40, / is %2F"

  init(_ reason: String) {
    self.reason = reason
  }

  /// libpq quotes the text it does not understand, up to the whole URL: its message is cut before that. Only
  /// the name of an unknown parameter is kept.
  init(libpqMessage text: String) {
    let line = text.prefix { $0 != "\n" }
    let marks = [": \"", " after \"", " in \"", " option \""]
    let cuts = marks.compactMap { line.firstRange(of: $0) }
    guard let cut = cuts.min(by: { $0.lowerBound < $1.lowerBound }) else {
      self.init(line.isEmpty ? "it cannot be read" : String(line))
      return
    }
    let reason = String(line[..<cut.lowerBound])
    if reason.contains("percent-encoded") {
      self.init("\(reason): a % in a password or a name must itself be percent-encoded, as %25")
      return
    }
    let quoted = line[cut.upperBound...].prefix { $0 != "\"" }
    let namesParameter = reason.hasSuffix("URI query parameter") && reason.hasPrefix("invalid")
    let isName = !quoted.isEmpty && quoted.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") }
    self.init(namesParameter && isName ? "\(reason) \(quoted)" : reason)
  }

  /// With an unescaped `@` or `/` in the password libpq takes other parts of the URL for the host, the port
  /// or the database, and does not notice.
  static func check(_ parameters: ConnectionParameters, url: String) throws(InvalidURL) {
    let hosts = parameters["host"] ?? ""
    let isAbstractSocket = hosts.hasPrefix("@")
    if hosts.contains("@") && !isAbstractSocket { throw InvalidURL(percentEncode) }
    // What follows the first @ would be an abstract socket, named by the rest of the password.
    if authority(of: url).count(where: { $0 == "@" }) > 1 { throw InvalidURL(percentEncode) }
    let ports = (parameters["port"] ?? "").split(separator: ",")
    for port in ports where UInt16(port) == nil || UInt16(port) == 0 {
      throw InvalidURL("its port is not a number from 1 to 65535; \(percentEncode)")
    }
    if path(of: url).contains("@") { throw InvalidURL(percentEncode) }
  }

  /// A blank or a control character would become part of a name, unseen.
  ///
  /// In a `keyword=value` text blanks and line breaks separate the settings.
  static func checkCharacters(of url: String) throws(InvalidURL) {
    let scalars = url.unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { throw InvalidURL("it is empty") }
    if first.isBlankOrControl { throw InvalidURL("it begins with \(first.shown)") }
    if first == "\"" || first == "'" {
      throw InvalidURL(
        "it begins with a quotation mark, which docker --env-file and others keep: write it without"
      )
    }
    if last.isBlankOrControl {
      let remark = last == "\r" ? ", as a file with Windows line ends leaves it" : ""
      throw InvalidURL("it ends with \(last.shown)\(remark)")
    }
    let separators: [Unicode.Scalar] = afterScheme(of: url) == nil ? [" ", "\t", "\n"] : []
    if let other = scalars.first(where: { $0.isBlankOrControl && !separators.contains($0) }) {
      throw InvalidURL("there is \(other.shown) in it that is not percent-encoded")
    }
  }

  private static func afterScheme(of url: String) -> Substring? {
    ["postgresql://", "postgres://"].first(where: url.hasPrefix).map { url.dropFirst($0.count) }
  }

  /// User, password, hosts and ports of a URL as they are written; empty for a `keyword=value` text.
  private static func authority(of url: String) -> Substring {
    afterScheme(of: url)?.prefix { $0 != "/" && $0 != "?" } ?? ""
  }

  /// The path of a URL as it is written; empty for a `keyword=value` text.
  private static func path(of url: String) -> Substring {
    guard let rest = afterScheme(of: url), let slash = rest.firstIndex(of: "/") else { return "" }
    return rest[slash...].prefix { $0 != "?" }
  }
}

extension Unicode.Scalar {
  fileprivate var isBlankOrControl: Bool { isControl || properties.isWhitespace }

  /// As an error names it.
  fileprivate var shown: String {
    switch self {
    case " ": return "a blank"
    case "\t": return "a tab (\\t)"
    case "\r": return "a carriage return (\\r)"
    case "\n": return "a line break (\\n)"
    default:
      let digits = String(value, radix: 16, uppercase: true)
      return "the character U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }
}
