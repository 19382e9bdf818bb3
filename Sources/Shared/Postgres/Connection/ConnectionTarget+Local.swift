import Toolkit

extension ConnectionTarget {
  /// Whether the database is on this machine or in a container beside it, whose names have no dots.
  package var isLocal: Bool {
    let hosts = [parameters["host"], parameters["hostaddr"]].compactMap(\.self).flatMap {
      $0.split(separator: ",")
    }
    return hosts.allSatisfy { host in
      host.hasPrefix("/") || host.hasPrefix("127.") || host == "::1"
        || !(host.contains(".") || host.contains(":"))
    }
  }
}
