import Foundation
import Testing
import Toolkit

@Suite struct Base64URLTests {
  @Test func `bytes of every length are the same after encoding and decoding`() {
    for count in 0..<200 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      let text = Base64URL.encode(bytes)
      let expected = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        .replacing("=", with: "")
      #expect(text == expected)
      #expect(Base64URL.decode(text.utf8) == bytes)
    }
  }

  @Test(arguments: ["a", "abcde", "ab==", "ab=", "a b", "ab+/", "ab\n", "äb", "ab", "abd"])
  func `text that is not canonical base64url is refused`(text: String) {
    // "ab" and "abd" have bits left over that are not zero.
    #expect(Base64URL.decode(text.utf8) == nil)
  }
}
