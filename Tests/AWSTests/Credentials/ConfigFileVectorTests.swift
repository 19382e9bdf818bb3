import TestSupport
import Testing
import Toolkit

@testable import AWS

/// Lines with various indentation, and how botocore reads them.
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

  @Test func `indentation is read as botocore reads it`() throws {
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
