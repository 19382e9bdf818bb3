import Toolkit

extension ToolError {
  /// The error without a secret that the server's message repeats: when AWS refuses a signature, it quotes
  /// the canonical request with its session token. The message is cut before the secret.
  func hiding(_ secret: String?) -> ToolError {
    guard let secret, secret.utf8.count >= Self.shortestSecret else { return self }
    return reworded(message.hiding(secret), as: code.hiding(secret))
  }

  /// AWS's tokens have hundreds of bytes. A shorter one is a placeholder for local use, and may be a word
  /// that messages use.
  private static let shortestSecret = 16
}

extension ToolError.Code {
  fileprivate func hiding(_ secret: String) -> ToolError.Code {
    guard case .service(let error) = self else { return self }
    return .service(
      ServiceError(
        code: error.code.hiding(secret),
        message: error.message.hiding(secret),
        status: error.status,
        cancellationReasons: error.cancellationReasons.map { $0.hiding(secret) }
      )
    )
  }
}

extension String {
  /// The text up to where it begins to repeat the secret.
  ///
  /// Eight equal bytes in a row are taken for the secret: the server may have escaped other bytes of it, or
  /// cut the text within it.
  fileprivate func hiding(_ secret: String) -> String {
    let known = Set(secret.utf8.runsOfEight)
    guard let start = utf8.runsOfEight.firstIndex(where: known.contains) else { return self }
    return String(decoding: utf8.prefix(start), as: UTF8.self) + "****"
  }
}

extension String.UTF8View {
  /// Each run of eight bytes, as a number.
  fileprivate var runsOfEight: [UInt64] {
    var run = UInt64(0)
    let runs = map { byte in
      run = run << 8 | UInt64(byte)
      return run
    }
    return Array(runs.dropFirst(7))
  }
}
