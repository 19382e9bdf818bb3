import Toolkit

extension DynamoDBClient {
  /// Does work on a table. Where that is not there, the error names the one that was probably meant.
  ///
  /// - Throws: What `work` throws.
  package func naming<Result>(
    nearTableOf table: TableName,
    _ work: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await work()
    } catch let error as ToolError where error.isService("ResourceNotFoundException") {
      // One page, and no word about a failure: it is the other one that the user asked about.
      guard let names = try? await tableNames().first(where: { _ in true }) else { throw error }
      let near = NearName.all(to: table.description, among: names.filter { $0 != table.description })
      guard !near.isEmpty, near.count <= Self.shown else { throw error }
      throw error.suggesting(first: .didYouMean(near))
    }
  }

  private static let shown = 3
}
