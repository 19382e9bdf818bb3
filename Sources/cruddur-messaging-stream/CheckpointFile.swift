import AWS
import Toolkit

/// The checkpoint file of `--follow`. It is written after the records are processed: a run that is killed in
/// between processes some records again, which changes nothing.
struct CheckpointFile: Sendable {
  let path: String
  private let stream: String

  /// - Parameters:
  ///   - path: The user's choice; by default a file for each stream in `XDG_STATE_HOME`, or in
  ///     `~/.local/state` where that is not an absolute path.
  /// - Throws: `ToolError` with the code `.configuration` where the home directory is unknown.
  init(_ path: String?, stream: String, environment: Environment) throws(ToolError) {
    self.stream = stream
    if let path {
      self.path = path
      return
    }
    let named = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let folder = named ?? environment.expandingHome(in: "~/.local/state") else {
      throw ToolError(
        .configuration,
        message: "the checkpoint cannot be kept: the home directory is unknown",
        next: .nameCheckpoint
      )
    }
    self.path = "\(folder)/cruddur/stream-\(Digest.sha256(stream.utf8).hex.prefix(16)).json"
  }

  /// The checkpoint of an earlier run, or of the beginning where there is none.
  ///
  /// - Throws: `ToolError` with the code `.file` for any other file.
  func load() throws(ToolError) -> StreamCheckpoint {
    let bytes: [UInt8]
    do {
      bytes = try File.contents(of: path)
    } catch {
      guard error.code == .absentFile else { throw error }
      return StreamCheckpoint(stream: stream)
    }
    guard let document = try? JSONValue(parsing: bytes), document["shards"] != nil else {
      throw ToolError(.file, message: "\(path) is not a checkpoint of a stream", next: .nameCheckpoint)
    }
    return StreamCheckpoint(document, stream: stream) ?? StreamCheckpoint(stream: stream)
  }

  func save(_ checkpoint: StreamCheckpoint) throws(ToolError) {
    try PrivateFile.replace(path, with: checkpoint.document.encoded() + [UInt8(ascii: "\n")])
  }
}
