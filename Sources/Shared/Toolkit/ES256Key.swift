import CCrypto

/// A private key on the curve P-256, by OpenSSL's libcrypto. It signs by ES256 (RFC 7518, section 3.4).
@safe package struct ES256Key: ~Copyable {
  /// The coordinates of the public key's point, 32 bytes each.
  package let publicKey: (x: [UInt8], y: [UInt8])
  private let key: OpaquePointer

  private static let coordinateLength: Int32 = 32

  /// Nil for anything but a private key on this curve.
  ///
  /// - Parameter der: In the form of SEC 1 or of PKCS #8.
  package init?(der: [UInt8]) {
    let read = unsafe der.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      return unsafe d2i_AutoPrivateKey(nil, &start, bytes.count)
    }
    guard let read = unsafe read else { return nil }
    guard unsafe Self.isOnCurve(read), let x = unsafe Self.coordinate("qx", of: read),
      let y = unsafe Self.coordinate("qy", of: read)
    else {
      unsafe EVP_PKEY_free(read)
      return nil
    }
    publicKey = (x, y)
    unsafe key = read
  }

  deinit { unsafe EVP_PKEY_free(key) }

  /// The signature of a message's SHA-256: two numbers of 32 bytes, one after the other. Nil where libcrypto
  /// fails.
  package func signature(of message: [UInt8]) -> [UInt8]? {
    guard let context = unsafe EVP_MD_CTX_new() else { return nil }
    defer { unsafe EVP_MD_CTX_free(context) }
    var der = [UInt8](repeating: 0, count: Int(unsafe EVP_PKEY_get_size(key)))
    var count = der.count
    guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      unsafe EVP_DigestSign(context, &der, &count, message, message.count) == 1
    else { return nil }
    return Self.joined(Array(der.prefix(count)))
  }

  private static func isOnCurve(_ key: OpaquePointer) -> Bool {
    var name = [CChar](repeating: 0, count: 64)
    guard unsafe EVP_PKEY_get_group_name(key, &name, name.count, nil) == 1 else { return false }
    return name.prefix { $0 != 0 }.elementsEqual("prime256v1".utf8.map { CChar($0) })
  }

  private static func coordinate(_ name: String, of key: OpaquePointer) -> [UInt8]? {
    var number: OpaquePointer?
    guard unsafe EVP_PKEY_get_bn_param(key, name, &number) == 1 else { return nil }
    defer { unsafe BN_free(number) }
    return unsafe bytes(of: number)
  }

  /// libcrypto writes the two numbers as ASN.1, without leading zeros.
  private static func joined(_ der: [UInt8]) -> [UInt8]? {
    let signature = unsafe der.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      return unsafe d2i_ECDSA_SIG(nil, &start, bytes.count)
    }
    guard let signature = unsafe signature else { return nil }
    defer { unsafe ECDSA_SIG_free(signature) }
    guard let r = unsafe bytes(of: ECDSA_SIG_get0_r(signature)),
      let s = unsafe bytes(of: ECDSA_SIG_get0_s(signature))
    else { return nil }
    return r + s
  }

  private static func bytes(of number: OpaquePointer?) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: Int(coordinateLength))
    return unsafe BN_bn2binpad(number, &bytes, coordinateLength) == coordinateLength ? bytes : nil
  }
}
