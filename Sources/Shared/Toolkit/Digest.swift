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

extension Sequence where Element == UInt8 {
  /// Lower-case hexadecimal.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var result: [UInt8] = []
    for byte in self {
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 0xF)])
    }
    return String(decoding: result, as: UTF8.self)
  }
}
