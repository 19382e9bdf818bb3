import FoundationEssentials
import Toolkit

/// The URL of a service: `https://dynamodb.us-east-1.amazonaws.com`, `http://localhost:8000`.
package struct Endpoint: Sendable, Equatable, CustomStringConvertible {
  package let scheme: String
  /// In lower case. An address is normalised as libcurl does it for the `Host` header: `127.1` becomes
  /// 127.0.0.1, an IPv6 address is in brackets and without its zone.
  package let host: String
  /// The zone of a link-local IPv6 address as URLs have it, `%25eth0`; else empty.
  private let zone: String
  /// Nil where it is the scheme's own.
  package let port: Int?
  /// Begins with `/`.
  package let path: String

  /// A service at its own host, over TLS.
  package init(https host: String) {
    scheme = "https"
    self.host = host
    zone = ""
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
      (1...65_535).contains(parts.port ?? (parts.rangeOfPort?.isEmpty == false ? 0 : 80))
    else { return nil }
    self.scheme = scheme
    let isBracketed = host.hasPrefix("[")
    let bare = isBracketed ? host.dropFirst().dropLast() : host[...]
    let address = IPAddress(bare)
    if isBracketed || host.contains(":") {
      guard let address, bare.contains(":") else { return nil }
      self.host = "[\(address.text)]"
      zone = String(bare.drop { $0 != "%" })
    } else {
      // libcurl would decode it, and the signature would be for another host.
      guard !host.contains("%") else { return nil }
      self.host = address?.text ?? host
      zone = ""
    }
    port = parts.port == (scheme == "https" ? 443 : 80) ? nil : parts.port
    path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
  }

  private init(_ endpoint: Endpoint, path: String) {
    scheme = endpoint.scheme
    host = endpoint.host
    zone = endpoint.zone
    port = endpoint.port
    self.path = path
  }

  /// Another path on the same server.
  ///
  /// - Parameter path: Percent-encoded; it is added to the endpoint's own.
  package func appending(_ path: String) -> Endpoint {
    let base = self.path.hasSuffix("/") ? String(self.path.dropLast()) : self.path
    return Endpoint(self, path: path.hasPrefix("/") ? base + path : "\(base)/\(path)")
  }

  /// The value of the `Host` header: the port only where it is not the scheme's default.
  package var authority: String { port.map { "\(host):\($0)" } ?? host }

  /// Without its path, which may be a secret.
  var origin: String {
    let place = zone.isEmpty ? host : "\(host.dropLast())\(zone)]"
    return "\(scheme)://\(place)\(port.map { ":\($0)" } ?? "")"
  }

  package var url: String { origin + path }

  package var description: String { path == "/" ? origin : url }
}

// MARK: - What kind of place it is

extension Endpoint {
  private var place: NetworkHost { NetworkHost(host) }
  /// Without the brackets of an address and without the dot at the end of an absolute name.
  var bareHost: Substring { place.name }

  /// Whether it is this machine, for which no proxy is used.
  package var isLoopback: Bool { place.isLoopback }

  /// Whether it is a loopback address: no name server can redirect it.
  var isLoopbackAddress: Bool { place.isLoopbackAddress }

  /// Whether it is local, so that `prod` must not use it; see `NetworkHost`.
  package var isLocal: Bool { place.isLocal }

  /// Whether it is one of AWS's own hosts.
  package var isAWS: Bool {
    Partition.all.contains { partition in
      [partition.suffix, partition.dualStackSuffix].contains {
        place.name == $0 || place.name.hasSuffix(".\($0)")
      }
    }
  }
}
