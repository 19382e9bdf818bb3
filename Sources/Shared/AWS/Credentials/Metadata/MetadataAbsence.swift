import Toolkit

/// Why the metadata service of an EC2 instance gave no result.
struct MetadataAbsence: Error {
  /// Nil where the connection fails: this machine is not an instance.
  let reason: String?
  var next: NextStep?

  /// The error with this reason added.
  func explaining(_ error: ToolError) -> ToolError {
    guard let reason else { return error }
    let explained = error.reworded("\(error.message) (\(reason))")
    return next.map { explained.suggesting($0) } ?? explained
  }
}
