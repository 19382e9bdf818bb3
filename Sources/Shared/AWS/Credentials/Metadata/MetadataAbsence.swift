import Toolkit

/// Why the metadata service of an EC2 instance gave nothing.
struct MetadataAbsence: Error {
  /// Nil where nobody takes the connection: this is not an instance.
  let reason: String?
  var next: NextStep?

  /// An error for what was looked for there, with the reason.
  func explaining(_ error: ToolError) -> ToolError {
    guard let reason else { return error }
    let explained = error.reworded("\(error.message) (\(reason))")
    return next.map { explained.suggesting($0) } ?? explained
  }
}
