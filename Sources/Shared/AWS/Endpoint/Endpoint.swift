import FoundationEssentials

/// Where a service is reached: `https://dynamodb.us-east-1.amazonaws.com`, `http://localhost:8000`.
package struct Endpoint: Sendable, Equatable, CustomStringConvertible {
  package let scheme: String
  /// Lower case; an IPv6 address in brackets.
  package let host: String
  /// Nil where it is the scheme's own.
  package let port: Int?
  /// Begins with `/`.
  package let path: String

  /// A service at its own host, over TLS.
  package init(https host: String) {
    scheme = "https"
    self.host = host
    port = nil
    path = "/"
  }

  /// Reads an endpoint URL.
  ///
  /// - Returns: Nil unless it is an http or https URL of a host, without user, query and fragment.
  package init?(_ text: String) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme), let host = parts.encodedHost?.lowercased(), !host.isEmpty,
      parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil,
      (1...65_535).contains(parts.port ?? 80)
    else { return nil }
    self.scheme = scheme
    self.host = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    port = parts.port == (scheme == "https" ? 443 : 80) ? nil : parts.port
    path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
  }

  /// What the `Host` header says: the port only where it is not the scheme's own.
  package var authority: String { port.map { "\(host):\($0)" } ?? host }

  package var url: String { "\(scheme)://\(authority)\(path)" }

  package var description: String { path == "/" ? "\(scheme)://\(authority)" : url }
}

// MARK: - What kind of place it is

extension Endpoint {
  private var bareHost: Substring {
    host.hasPrefix("[") ? host.dropFirst().dropLast() : host[...]
  }

  /// The four numbers of an IPv4 address.
  private var octets: [UInt8]? {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { UInt8($0) }
    return parts.count == 4 && numbers.count == 4 ? numbers : nil
  }

  /// This very machine: no proxy stands between.
  package var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || bareHost == "::1" || octets?.first == 127
  }

  /// A place that `prod` must not mean: this machine, a container beside it, a private network.
  package var isLocal: Bool {
    if isLoopback || host.hasSuffix(".local") || host == "host.docker.internal" { return true }
    if let octets { return Self.isPrivate(octets) }
    if host.hasPrefix("[") {
      return ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains { bareHost.hasPrefix($0) } || bareHost == "::"
    }
    return !host.contains(".")
  }

  private static func isPrivate(_ octets: [UInt8]) -> Bool {
    switch (octets[0], octets[1]) {
    case (10, _), (192, 168), (169, 254), (0, _): true
    case (172, let second): (16...31).contains(second)
    default: false
    }
  }

  /// One of AWS's own hosts.
  package var isAWS: Bool {
    Partition.all.contains { partition in
      [partition.suffix, partition.dualStackSuffix].contains { host == $0 || host.hasSuffix(".\($0)") }
    }
  }
}
