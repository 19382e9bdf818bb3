import Toolkit

extension String {
  /// With all bytes but letters, digits, `-._~` and those of `more` as `%XX`.
  func percentEncoded(keeping more: String = "") -> String {
    utf8.reduce(into: "") { encoded, byte in
      let isPlain = byte.isLetterOrDigit(or: "-._~") || more.utf8.contains(byte)
      encoded += isPlain ? String(Unicode.Scalar(byte)) : "%\([byte].hex.uppercased())"
    }
  }
}
