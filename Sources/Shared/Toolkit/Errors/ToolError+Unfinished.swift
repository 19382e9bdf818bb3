extension ToolError {
  /// The error of work that stopped half way, with the code `.unfinished` and the next steps of what stopped
  /// it.
  ///
  /// - Parameters:
  ///   - extent: How far the work came, as a sentence without its full stop.
  ///   - counts: The same as numbers.
  package static func unfinished(
    _ extent: String,
    counts: [String: Int],
    stoppedBy error: any Error
  ) -> ToolError {
    guard let failure = error as? ToolError else {
      let reason = error is CancellationError ? "" : ": \(error)"
      return ToolError(.unfinished, message: extent + reason).counting(counts, stoppedBy: error)
    }
    return failure.reworded("\(extent): \(failure.message)", as: .unfinished)
      .counting(counts, stoppedBy: failure)
  }
}
