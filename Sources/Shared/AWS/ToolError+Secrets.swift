extension ToolError {
  /// The error without a secret that a server's words repeat: AWS quotes the canonical request, session token and all,
  /// when it refuses a signature. Nothing is told of the words from there on.
  func hiding(_ secret: String?) -> ToolError {
    guard let secret else { return self }
    let error = ToolError(code.hiding(secret), message.hiding(secret), hint: hint)
    return error.answeringRepetition(answersRepetition)
  }
}

extension ToolError.Code {
  fileprivate func hiding(_ secret: String) -> ToolError.Code {
    guard case .service(let error) = self else { return self }
    return .service(
      ServiceError(
        code: error.code.hiding(secret),
        message: error.message.hiding(secret),
        status: error.status
      )
    )
  }
}

extension String {
  /// The text up to where it begins to repeat the secret.
  ///
  /// Eight bytes of it in a row are no accident, and are there whatever a server makes of the others: it may escape
  /// them in one way or another, and the text may end among them.
  fileprivate func hiding(_ secret: String) -> String {
    guard !secret.isEmpty else { return self }
    let length = min(8, secret.utf8.count)
    let known = Set(secret.utf8.runs(of: length))
    guard let start = utf8.runs(of: length).firstIndex(where: known.contains) else { return self }
    return String(decoding: utf8.prefix(start), as: UTF8.self) + "****"
  }
}

extension String.UTF8View {
  /// Each run of so many bytes, at most eight, as a number.
  fileprivate func runs(of length: Int) -> [UInt64] {
    let mask = UInt64.max >> UInt64(64 - 8 * length)
    var run = UInt64(0)
    let runs = map { byte in
      run = (run << 8 | UInt64(byte)) & mask
      return run
    }
    return Array(runs.dropFirst(length - 1))
  }
}
