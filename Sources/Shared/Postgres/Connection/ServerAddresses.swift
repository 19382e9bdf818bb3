/// All addresses that a connection string leads to, in libpq's order.
struct ServerAddresses {
  private(set) var all: [ServerAddress]

  /// - Parameter resolve: Resolves a name to numeric addresses; none for a name that does not resolve.
  init(_ parameters: ConnectionParameters, resolve: (String) -> [String] = numericAddresses(of:)) {
    func list(_ keyword: String) -> [String] {
      (parameters[keyword] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let (hosts, numbers, ports) = (list("host"), list("hostaddr"), list("port"))
    all = (0..<max(hosts.count, numbers.count)).flatMap { index in
      let address = ServerAddress(
        host: index < hosts.count ? hosts[index] : "",
        number: index < numbers.count ? numbers[index] : "",
        port: index < ports.count ? ports[index] : ports.last ?? ""
      )
      return Self.resolved(address, resolve: resolve)
    }
  }

  private static func resolved(_ address: ServerAddress, resolve: (String) -> [String]) -> [ServerAddress] {
    let isName = !address.host.isEmpty && !address.host.hasPrefix("/") && !address.host.hasPrefix("@")
    guard address.number.isEmpty, isName else { return [address] }
    let numbers = resolve(address.host)
    return (numbers.isEmpty ? [""] : numbers).map {
      ServerAddress(host: address.host, number: $0, port: address.port)
    }
  }

  /// The parameters with only the addresses after the given one; nil where there are none.
  func parameters(_ parameters: ConnectionParameters, after address: ServerAddress) -> ConnectionParameters? {
    guard let index = all.firstIndex(where: { $0.isSame(as: address) }), index + 1 < all.count else {
      return nil
    }
    let rest = all[(index + 1)...]
    var parameters = parameters
    for (keyword, value) in [("host", \ServerAddress.host), ("hostaddr", \.number), ("port", \.port)] {
      let values = rest.map { $0[keyPath: value] }
      parameters[keyword] = values.allSatisfy(\.isEmpty) ? nil : values.joined(separator: ",")
    }
    return parameters
  }
}
