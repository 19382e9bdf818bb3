import FoundationEssentials
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct DPoPProofTests {
  struct Row: Decodable, Sendable {
    let key: String
    let url: String
    let id: String
    let seconds: Int64
    /// Without the signature, which differs each time.
    let message: String

    func proof() throws -> String {
      let base64 = key.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
      let der = try #require(Data(base64Encoded: base64))
      guard let key = ES256Key(der: Array(der)) else {
        throw ToolError(.credentials, message: "the key is not read")
      }
      let date = Timestamp(microseconds: seconds * 1_000_000)
      let proof = DPoPProof.make(for: url, by: key, at: date, id: id)
      return try #require(proof)
    }
  }

  @Test func `a proof has the same content as botocore's`() throws {
    let rows: [Row] = try Vectors.load("proofs", count: 6)
    for row in rows {
      let parts = try row.proof().split(separator: ".")
      #expect(parts.dropLast().joined(separator: ".") == row.message, "\(row.url)")
      #expect(parts.last?.utf8.count == 86)
    }
  }

  @Test(.enabled(if: Oracle.python != nil, "needs the Python that scripts/test brings"))
  func `Python verifies what a key has signed, and refuses another key's signature`() throws {
    let rows: [Row] = try Vectors.load("proofs", count: 6)
    // Among so many signatures there are some whose numbers begin with a zero byte.
    let proofs = try (0..<180).map { try rows[$0 % rows.count].proof() }
    let words = proofs[0].split(separator: "."), others = proofs[1].split(separator: ".")
    let mixed = [words[0], words[1], others[2]].joined(separator: ".")
    let script = "verify_proofs.py \(proofs.joined(separator: " ")) \(mixed)"
    let valid: [Bool] = try Oracle.answer(of: script)
    #expect(valid == Array(repeating: true, count: 180) + [false])
  }

  @Test func `anything but a key on this curve is refused`() throws {
    // Of another curve (secp384r1, secp256k1), of RSA, cut short.
    let others = [
      "MD4CAQEEMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGgBwYFK4EEACI=",
      "MC4CAQEEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAaAHBgUrgQQACg==", "MAA=", "",
    ]
    for text in others {
      let isKey = ES256Key(der: Array(try #require(Data(base64Encoded: text)))) != nil
      #expect(!isKey, "\(text)")
    }
  }
}
