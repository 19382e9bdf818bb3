import AWS
import Toolkit

/// The file in which `--follow` keeps how far it came. It is written after the work is done: a run that is killed in between
/// does some work again, which changes nothing.
struct CheckpointFile: Sendable {
  let path: String
  private let stream: String

  /// - Parameters:
  ///   - path: What the user names; else a file for each stream in `XDG_STATE_HOME`, which is `~/.local/state` unless
  ///     it is a whole path.
  /// - Throws: `ToolError` with the code `.configuration` where there is no home directory.
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
        "there is no home directory to keep a checkpoint in",
        next: .nameCheckpoint
      )
    }
    self.path = "\(folder)/cruddur/stream-\(Digest.sha256(stream.utf8).hex.prefix(16)).json"
  }

  /// Where an earlier run ended; the beginning where there was none.
  ///
  /// - Throws: `ToolError` with the code `.file` for a file that is something else.
  func load() throws(ToolError) -> StreamCheckpoint {
    let bytes: [UInt8]
    do {
      bytes = try File.contents(of: path)
    } catch {
      guard error.code == .absentFile else { throw error }
      return StreamCheckpoint(stream: stream)
    }
    guard let document = try? JSONValue(parsing: bytes), document["shards"] != nil else {
      throw ToolError(.file, "\(path) is not a checkpoint of a stream", next: .nameCheckpoint)
    }
    return StreamCheckpoint(document, stream: stream) ?? StreamCheckpoint(stream: stream)
  }

  func save(_ checkpoint: StreamCheckpoint) throws(ToolError) {
    try PrivateFile.replace(path, with: checkpoint.document.encoded() + [UInt8(ascii: "\n")])
  }
}
