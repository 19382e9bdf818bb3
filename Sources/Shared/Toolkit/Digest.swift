import CCrypto

/// Digests and message authentication codes by OpenSSL's libcrypto.
package enum Digest {
  package static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let message = Array(bytes)
    var context = SHA256_CTX()
    var result = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    unsafe SHA256_Init(&context)
    unsafe SHA256_Update(&context, message, message.count)
    unsafe SHA256_Final(&result, &context)
    return result
  }

  package static func sha1(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let message = Array(bytes)
    var context = SHA_CTX()
    var result = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
    unsafe SHA1_Init(&context)
    unsafe SHA1_Update(&context, message, message.count)
    unsafe SHA1_Final(&result, &context)
    return result
  }

  /// RFC 2104 over SHA-256.
  package static func hmacSHA256(key: [UInt8], _ bytes: some Collection<UInt8>) -> [UInt8] {
    let key = key.count > Int(SHA256_CBLOCK) ? sha256(key) : key
    let block = key + repeatElement(0, count: Int(SHA256_CBLOCK) - key.count)
    return sha256(block.map { $0 ^ 0x5C } + sha256(block.map { $0 ^ 0x36 } + bytes))
  }
}

extension [UInt8] {
  /// Lower-case hexadecimal.
  package var hex: String { hex(groups: [count]) }

  /// Lower-case hexadecimal with `-` between groups of so many bytes.
  package func hex(groups: [Int]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * count + groups.count)
    var rest = self[...]
    for group in groups {
      if !text.isEmpty { text.append(UInt8(ascii: "-")) }
      for byte in rest.prefix(group) {
        text.append(Self.digit(byte >> 4))
        text.append(Self.digit(byte & 0xF))
      }
      rest = rest.dropFirst(group)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
