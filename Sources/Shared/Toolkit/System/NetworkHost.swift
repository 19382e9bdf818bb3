/// A host as a URL or a connection string names it, and what kind of place it is.
///
/// This is the suite's one rule of what is local: `prod` leaves such endpoints and databases out, and a local run goes
/// nowhere else.
package struct NetworkHost: Sendable {
  /// In small letters, without an address's brackets and without the dot that may end a whole name.
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

  /// This very machine.
  package var isLoopback: Bool {
    if let address { return address.isLoopback }
    return name == "localhost" || name.hasSuffix(".localhost")
  }

  /// This very machine by its number, which no name server can turn into another.
  package var isLoopbackAddress: Bool { address?.isLoopback == true }

  /// This machine, a container beside it, a private network, or a development machine whose ports have public names.
  package var isLocal: Bool {
    if let address { return address.isLoopback || address.isPrivate }
    return isLoopback || !name.contains(".") || name == "host.docker.internal"
      || Self.localDomains.contains { name.hasSuffix($0) }
  }

  /// Of local networks, and of services that give the ports of a development machine public names: Gitpod, GitHub
  /// Codespaces, LocalStack, ngrok.
  private static let localDomains = [
    ".local", ".gitpod.io", ".app.github.dev", ".githubpreview.dev", ".localstack.cloud", ".ngrok.io",
    ".ngrok-free.app",
  ]
}
