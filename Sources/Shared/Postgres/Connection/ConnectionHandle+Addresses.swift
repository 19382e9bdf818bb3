import Toolkit

extension ConnectionHandle {
  /// Connects to the first of the target's addresses that answers in time. libpq itself tries the next
  /// address only after a refusal, not after a timeout.
  ///
  /// - Throws: `ConnectionFailure`, or `CancellationError`.
  static func connected(
    to target: ConnectionTarget,
    onNotice: @escaping (ServerMessage) -> Void
  ) throws -> ConnectionHandle {
    var parameters = target.parameters
    var reasons: [String] = []
    while true {
      do {
        let handle = try ConnectionHandle(
          parameters,
          fallbackTLSMode: target.fallbackTLSMode,
          onNotice: onNotice
        )
        try handle.connect(within: target.timeout)
        return handle
      } catch let failure as ConnectionFailure {
        throw failure.after(reasons)
      } catch let timeout as ConnectionTimeout {
        let addresses = ServerAddresses(parameters)
        reasons += timeout.reasons(
          target.timeout ?? 0,
          isOneOfSeveral: addresses.all.count > 1 || !reasons.isEmpty
        )
        guard let rest = addresses.parameters(parameters, after: timeout.address) else {
          throw ConnectionFailure(reasons: reasons)
        }
        parameters = rest
      }
    }
  }
}

extension ConnectionTimeout {
  fileprivate func reasons(_ seconds: Int, isOneOfSeveral: Bool) -> [String] {
    // The last line is about this address, and has no reason yet.
    let others = text.isEmpty ? [] : ConnectionFailure(libpqMessage: text).reasons.filter { !$0.isEmpty }
    let place = isOneOfSeveral ? " from \(address.description.onOneLine)" : ""
    return others + ["no answer\(place) within \(seconds) s"]
  }
}

extension ConnectionFailure {
  /// The same failure, after those of other addresses.
  fileprivate func after(_ others: [String]) -> ConnectionFailure {
    var failure = self
    failure.reasons = others + reasons
    return failure
  }
}
