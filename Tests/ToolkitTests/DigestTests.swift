import FoundationEssentials
import TestSupport
import Testing

@testable import Toolkit

@Suite struct DigestTests {
  /// FIPS 180-2, RFC 3174 and RFC 4231.
  @Test func `digests are those of the published vectors`() {
    #expect(
      Digest.sha256(Array("abc")).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    #expect(
      Digest.sha256([]).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    #expect(Digest.sha1(Array("abc")).hex == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(
      Digest.hmacSHA256(key: Array("Jefe"), Array("what do ya want for nothing?")).hex
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    #expect(
      Digest.hmacSHA256(
        key: Array(repeating: 0xAA, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First")
      ).hex == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    )
  }

  @Test func `hexadecimal is lower case with leading zeros`() {
    #expect([0x00, 0x0F, 0xA0, 0xFF].map(UInt8.init).hex == "000fa0ff")
    #expect([UInt8]().hex.isEmpty)
  }
}
