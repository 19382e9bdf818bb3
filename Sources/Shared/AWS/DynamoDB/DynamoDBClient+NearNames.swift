import Toolkit

extension DynamoDBClient {
  /// Does work on a table. Where the table does not exist, the error names the one that was probably meant.
  ///
  /// - Throws: What `work` throws.
  package func naming<Result>(
    nearTableOf table: TableName,
    _ work: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await work()
    } catch let error as ToolError where error.isService("ResourceNotFoundException") {
      // One page only, and a failure is ignored: the user reads the first error.
      guard let names = try? await tableNames().first(where: { _ in true }) else { throw error }
      let near = NearName.all(to: table.description, among: names.filter { $0 != table.description })
      guard !near.isEmpty, near.count <= Self.shown else { throw error }
      throw error.suggesting(first: .didYouMean(near))
    }
  }

  private static let shown = 3
}
