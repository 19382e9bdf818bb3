import FoundationEssentials

/// The tables of `Vectors/`, which `Vectors/make.py` has made from the programs whose behaviour they pin.
package enum Vectors {
  package static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Vectors").path

  /// Foundation reads them: the code under test must not read its own exam.
  package static func load<Row: Decodable>(_ name: String, as row: Row.Type = Row.self) throws -> [Row] {
    let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))
    return try JSONDecoder().decode([Row].self, from: data)
  }
}
