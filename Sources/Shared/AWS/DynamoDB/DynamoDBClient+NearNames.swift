import Toolkit

extension DynamoDBClient {
  /// The error of an operation whose table or index does not exist, with the names that were probably meant.
  ///
  /// Asking for the names may fail: then the error is as it was.
  func naming(near table: TableName, index: String?, after error: ToolError) async -> ToolError {
    if error.isService("ResourceNotFoundException"), let near = await tables(near: table) {
      return error.suggesting(first: .didYouMean(near))
    }
    // The code is the same for every input that makes no sense.
    if error.isService("ValidationException"), let index, let indexes = await indexes(of: table),
      !indexes.contains(index)
    {
      let near = NearName.all(to: index, among: indexes)
      return error.suggesting(first: near.isEmpty ? .seeIndexes(indexes) : .didYouMean(near))
    }
    return error
  }

  /// Nil where none is near, or too many are.
  private func tables(near table: TableName) async -> [String]? {
    // One page is enough.
    guard let names = try? await tableNames(after: nil).page else { return nil }
    let near = NearName.all(to: table.description, among: names.filter { $0 != table.description })
    return (1...Self.shown).contains(near.count) ? near : nil
  }

  private static let shown = 3

  private func indexes(of table: TableName) async -> [String]? {
    try? await describeTable(table, mayBeAbsent: true).indexes
  }
}
