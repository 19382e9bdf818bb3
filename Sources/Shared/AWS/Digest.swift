import CCrypto

/// Digests and message authentication codes by OpenSSL's libcrypto.
package enum Digest {
  package static func sha256(_ bytes: some Collection<UInt8>) -> [UInt8] {
    unsafe digest(Array(bytes), with: EVP_sha256(), size: 32)
  }

  package static func sha1(_ bytes: some Collection<UInt8>) -> [UInt8] {
    unsafe digest(Array(bytes), with: EVP_sha1(), size: 20)
  }

  package static func hmacSHA256(key: [UInt8], _ bytes: some Collection<UInt8>) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 32)
    var length = UInt32(0)
    let message = Array(bytes)
    _ = unsafe HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &result, &length)
    return result
  }

  private static func digest(_ bytes: [UInt8], with algorithm: OpaquePointer?, size: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: size)
    var length = UInt32(0)
    _ = unsafe EVP_Digest(bytes, bytes.count, &result, &length, algorithm, nil)
    return result
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
