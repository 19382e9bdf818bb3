import Foundation
import TestSupport
import Testing

@testable import AWS

@Suite struct CRC32Tests {
  struct Checksum: Decodable, Sendable {
    let body: Data
    let crc32: UInt32
  }

  @Test func `a checksum is zlib's, whatever the length`() throws {
    let rows: [Checksum] = try Vectors.load("checksums", count: 38)
    for row in rows { #expect(CRC32.checksum(Array(row.body)) == row.crc32, "\(row.body.count) bytes") }
    #expect(CRC32.checksum(Array("123456789")) == 0xCBF4_3926)
  }
}
