import FoundationEssentials
import Testing

/// The tables of `Vectors/`, which `Vectors/make.py` has made from the programs whose behaviour they pin.
package enum Vectors {
  package static let folder = Repository.path("Tests/Vectors")

  /// Read by Foundation, not by the code under test.
  ///
  /// - Parameter count: The expected number of rows: with fewer rows the test would check less.
  package static func load<Row: Decodable>(
    _ name: String,
    count: Int,
    as row: Row.Type = Row.self,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [Row] {
    let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))
    let rows = try JSONDecoder().decode([Row].self, from: data)
    try #require(rows.count == count, "\(name).json", sourceLocation: sourceLocation)
    return rows
  }
}
