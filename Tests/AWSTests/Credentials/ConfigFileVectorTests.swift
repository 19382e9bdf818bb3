import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Lines at all sorts of indentation, and what botocore makes of them.
@Suite struct ConfigFileVectorTests {
  struct Row: Decodable, Sendable {
    struct Setting: Decodable, Sendable {
      let value: String
      let nested: [String: String]
    }

    let text: String
    /// Nil where botocore refuses the file.
    let sections: [String: [String: Setting]]?
  }

  @Test func `indentation means to us what it means to botocore`() throws {
    let rows: [Row] = try Vectors.load("config-files", count: 408)
    #expect(rows.count == 408 && rows.count { $0.sections == nil } > 100)
    for row in rows {
      let expected = row.sections?.mapValues { section in
        section.mapValues { ConfigFile.Setting(value: $0.value, nested: $0.nested) }
      }
      let read = try? ConfigFile(row.text, path: "config").sections
      #expect(read == expected, "\(row.text)")
    }
  }
}
