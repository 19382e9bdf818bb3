import Toolkit

/// Which port the server listens on.
enum ListeningPort {
  private static let variable = "PORT"
  /// The port of the course's backend.
  private static let usual: UInt16 = 4_567

  /// - Throws: `ToolError` with the code `.configuration` for a variable that is not a port.
  static func choose(_ flag: UInt16?, in environment: Environment) throws(ToolError) -> UInt16 {
    if let flag { return flag }
    guard let text = environment[variable] else { return usual }
    guard let port = UInt16(text) else {
      throw ToolError(
        .configuration,
        message: "\(variable) is \"\(text.onOneLine(atMost: 100))\", which is not a port: 0 to 65535"
      )
    }
    return port
  }
}
