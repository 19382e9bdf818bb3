/// A host as a URL or a connection string names it, and whether it is local.
///
/// This is the suite's only definition of a local host: `prod` leaves local endpoints and databases out, and
/// a local run uses no others.
package struct NetworkHost: Sendable {
  /// In lower case, without the brackets of an address and without the dot at the end of an absolute name.
  package let name: Substring
  private let address: IPAddress?

  package init(_ host: some StringProtocol) {
    let host = host.lowercased()
    if host.hasPrefix("[") {
      name = host.dropFirst().dropLast()
    } else {
      name = host.hasSuffix(".") ? host.dropLast() : host[...]
    }
    address = IPAddress(name)
  }

  /// Whether it is this machine.
  package var isLoopback: Bool {
    if let address { return address.isLoopback }
    return name == "localhost" || name.hasSuffix(".localhost")
  }

  /// Whether it is an address, and not a name.
  package var isAddress: Bool { address != nil }

  /// Whether it is a loopback address: no name server can redirect it.
  package var isLoopbackAddress: Bool { address?.isLoopback == true }

  /// Whether it is this machine, a container on it, a host in a private network, or a development machine
  /// whose ports have public names.
  package var isLocal: Bool {
    if let address { return address.isLoopback || address.isPrivate }
    return isLoopback || !name.contains(".") || name == "host.docker.internal"
      || Self.localDomains.contains { name.hasSuffix($0) }
  }

  /// Domains of local networks, and of services that give the ports of a development machine public names:
  /// Gitpod, GitHub Codespaces, LocalStack, ngrok.
  private static let localDomains = [
    ".local", ".gitpod.io", ".app.github.dev", ".githubpreview.dev", ".localstack.cloud", ".ngrok.io",
    ".ngrok-free.app",
  ]
}
