import CCrypto

/// An RSA public key, by OpenSSL's libcrypto. It checks signatures by RS256 (RFC 7518, section 3.3).
package final class RS256PublicKey: Sendable {
  /// Unchecked, because a raw pointer is not `Sendable`: libcrypto lets any number of threads check with one
  /// key.
  @safe private struct Handle: @unchecked Sendable {
    let raw: OpaquePointer
  }

  private let key: Handle

  /// RFC 7518 asks for 2,048 bits at least; the time of a check grows with the length.
  private static let lengths: ClosedRange<Int32> = 2_048...8_192

  /// Nil for what is not such a key.
  ///
  /// - Parameters:
  ///   - modulus: A whole number, the highest byte first.
  ///   - exponent: Likewise.
  package init?(modulus: [UInt8], exponent: [UInt8]) {
    guard modulus.count <= 1_100, exponent.count <= 8 else { return nil }
    let der = Self.element(0x30, content: Self.number(modulus) + Self.number(exponent))
    let read = unsafe der.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      return unsafe d2i_PublicKey(EVP_PKEY_RSA, nil, &start, bytes.count)
    }
    guard let read = unsafe read else { return nil }
    guard unsafe Self.lengths.contains(EVP_PKEY_get_bits(read)) else {
      unsafe EVP_PKEY_free(read)
      return nil
    }
    key = unsafe Handle(raw: read)
  }

  deinit { unsafe EVP_PKEY_free(key.raw) }

  /// Whether the key's owner has signed the message.
  package func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let context = unsafe EVP_MD_CTX_new() else { return false }
    defer { unsafe EVP_MD_CTX_free(context) }
    return unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key.raw) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  // MARK: - The key as RFC 8017, appendix A.1.1, writes it

  private static func number(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array(bytes.drop { $0 == 0 })
    // A first bit that is set would make it a negative number.
    return element(0x02, content: (digits.first ?? 0x80) >= 0x80 ? [0] + digits : digits)
  }

  private static func element(_ tag: UInt8, content: [UInt8]) -> [UInt8] {
    let count = content.count
    if count < 0x80 { return [tag, UInt8(count)] + content }
    return [tag, 0x82, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)] + content
  }
}
