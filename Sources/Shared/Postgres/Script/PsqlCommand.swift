import Toolkit

/// A psql command that a `.sql` file may have between its statements, because it changes nothing in the
/// database.
struct PsqlCommand: Equatable {
  /// What it prints; nil where it prints nothing.
  let text: String?
  /// Where it ends in the file, counted in bytes.
  let end: Int

  /// Nil for a command that only psql can carry out.
  ///
  /// - Parameters:
  ///   - name: with its backslash.
  ///   - offset: where its arguments begin in `bytes`; they end with the line or at another backslash.
  init?(_ name: String, argumentsAt offset: Int, in bytes: [UInt8]) {
    var reader = PsqlArguments(bytes, from: offset)
    let arguments = reader.all()
    guard !reader.runsProgram else { return nil }
    switch name {
    // pg_dump writes these two around a dump, so that psql executes no other psql command in it. Here none is
    // executed anyway.
    case "\\restrict", "\\unrestrict": text = nil
    case "\\echo", "\\qecho", "\\warn": text = Self.printed(arguments)
    default: return nil
    }
    end = reader.index
  }

  /// In psql `-n` leaves out the line end. Here each text is a line of its own, because server notices may
  /// come between two of them.
  private static func printed(_ arguments: [String]) -> String {
    let words = arguments.first == "-n" ? arguments.dropFirst() : arguments[...]
    let lines = words.joined(separator: " ").split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { String($0).onOneLine }.joined(separator: "\n")
  }
}

/// The arguments of a psql command, by psql's rules: blanks separate them, single quotes are removed and
/// allow C escapes, double quotes are kept.
///
/// Source: https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMANDS
private struct PsqlArguments {
  private let bytes: [UInt8]
  private(set) var index: Int
  /// Whether the output of a program is one of them: `` `date` ``.
  private(set) var runsProgram = false

  init(_ bytes: [UInt8], from offset: Int) {
    self.bytes = bytes
    index = offset
  }

  /// Reads to the end of the command. Two backslashes end it too, and belong to it.
  mutating func all() -> [String] {
    var arguments: [String] = []
    while let byte = peek() {
      if byte.isBlank {
        index += 1
      } else if byte == UInt8(ascii: "\\") {
        if peek(1) == byte { index += 2 }
        break
      } else {
        arguments.append(String(decoding: argument(), as: UTF8.self))
      }
    }
    return arguments
  }

  /// Where the line ends. It is computed only within quotes and names, because a line may have many commands.
  private var end: Int { bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count }

  /// Nil at the end of the line.
  private func peek(_ distance: Int = 0) -> UInt8? {
    let position = index + distance
    guard position < bytes.count, bytes[position] != UInt8(ascii: "\n") else { return nil }
    return bytes[position]
  }

  private mutating func argument() -> [UInt8] {
    var argument: [UInt8] = []
    while let byte = peek(), !byte.isBlank, byte != UInt8(ascii: "\\") {
      switch byte {
      case UInt8(ascii: ":"): argument += variable()
      case UInt8(ascii: "'"): argument += unquoted()
      case UInt8(ascii: "\""): argument += doubleQuoted()
      case UInt8(ascii: "`"):
        runsProgram = true
        while peek() != nil { index += 1 }
      default:
        argument.append(byte)
        index += 1
      }
    }
    return argument
  }

  /// `:'name'` as it is, which psql prints for a variable that is not set; or the colon of anything else.
  private mutating func variable() -> ArraySlice<UInt8> {
    let start = index
    index += 1
    guard peek() == UInt8(ascii: "'") else { return bytes[start..<index] }
    let name = bytes[(index + 1)..<end].prefix { $0.continuesWord && $0 != UInt8(ascii: "$") }
    guard !name.isEmpty, name.endIndex < end, bytes[name.endIndex] == UInt8(ascii: "'") else {
      return bytes[start..<index]
    }
    index = name.endIndex + 1
    return bytes[start..<index]
  }

  private mutating func doubleQuoted() -> ArraySlice<UInt8> {
    let start = index
    let close = bytes[(start + 1)..<end].firstIndex(of: UInt8(ascii: "\""))
    index = close.map { $0 + 1 } ?? end
    return bytes[start..<index]
  }

  private mutating func unquoted() -> [UInt8] {
    var text: [UInt8] = []
    index += 1
    while let byte = peek() {
      if byte == UInt8(ascii: "\\") {
        index += 1
        if let escaped = escaped() { text.append(escaped) }
      } else if byte != UInt8(ascii: "'") {
        text.append(byte)
        index += 1
      } else if peek(1) == byte {
        text.append(byte)
        index += 2
      } else {
        index += 1
        break
      }
    }
    return text
  }

  /// What follows a backslash: a letter of a C escape, up to three octal or two hexadecimal digits, or any
  /// other character, which stands for itself.
  private mutating func escaped() -> UInt8? {
    guard let byte = peek() else { return nil }
    let rest = bytes[index..<end]
    let octal = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    if !octal.isEmpty { return number(octal, radix: 8) }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return UInt8(ascii: "\n")
    case UInt8(ascii: "t"): return UInt8(ascii: "\t")
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "r"): return UInt8(ascii: "\r")
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "x"): return hexadecimal(rest.dropFirst().prefix(2).prefix(while: \.isHexDigit))
    default: return byte
    }
  }

  private mutating func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8 {
    digits.isEmpty ? UInt8(ascii: "x") : number(digits, radix: 16)
  }

  private mutating func number(_ digits: ArraySlice<UInt8>, radix: Int) -> UInt8 {
    index = digits.endIndex
    let value = Int(String(decoding: digits, as: UTF8.self), radix: radix) ?? 0
    return UInt8(truncatingIfNeeded: value)
  }
}
