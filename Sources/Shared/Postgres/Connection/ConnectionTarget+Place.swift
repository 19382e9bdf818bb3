import Toolkit

extension ConnectionTarget {
  /// The target of a tool's run.
  package init(_ options: PostgresOptions, in context: Context) throws(ToolError) {
    try self.init(
      url: options.connectionURL,
      stage: context.stage,
      environment: context.environment,
      tool: context.tool
    )
    serverWait = context.serverWait ?? .zero
  }

  /// The database's name as libpq resolves it: the URL's, else `PGDATABASE`, else the user's name.
  package var database: String { parameters["dbname"] ?? user }

  /// The same server and user, another database.
  package func database(named name: String) -> ConnectionTarget {
    var other = self
    other.parameters["dbname"] = name
    return other
  }

  /// The same database, with another connect timeout.
  func withConnectTimeout(seconds: Int) -> ConnectionTarget {
    var other = self
    other.timeout = seconds
    return other
  }

  /// A name without a dot that does not resolve here, such as the name of a container in a docker compose
  /// file.
  var unknownShortName: String? {
    let name = hosts.first { host in
      !Self.isSocket(host) && !host.contains(".") && !host.contains(":") && !NetworkHost(host).isLoopback
        && numericAddresses(of: String(host)).isEmpty
    }
    return name.map { String($0).onOneLine }
  }

  private var user: String { parameters["user"] ?? "?" }

  /// Every host that libpq may connect to, names and addresses; none where it uses its default Unix socket.
  private var hosts: [Substring] {
    [parameters["host"], parameters["hostaddr"]].compactMap(\.self).flatMap { $0.split(separator: ",") }
  }

  /// Whether it connects by a Unix socket.
  var usesSocket: Bool { hosts.allSatisfy(Self.isSocket) }

  /// Whether it says that the connection is not to be encrypted.
  var refusesTLS: Bool { parameters["sslmode"] == "disable" }

  private static func isSocket(_ host: Substring) -> Bool { host.hasPrefix("/") || host.hasPrefix("@") }

  /// The first host that is not local. A name that is not local counts whatever its `hostaddr` is: that is a
  /// tunnel.
  private var remoteHost: Substring? {
    hosts.first { !Self.isSocket($0) && !NetworkHost($0).isLocal }
  }

  /// Whether the database is on this machine, in a container beside it or in a private network.
  package var isLocal: Bool { remoteHost == nil }

  /// Refuses a remote database in a local run, and in `prod` a local one that only `CONNECTION_URL` names.
  ///
  /// - Throws: `ToolError` with the code `.configuration`.
  func checkStage() throws(ToolError) {
    switch (stage, remoteHost) {
    case (.local, let host?):
      let origin = hasOtherHost ? " (PGHOST, PGHOSTADDR and service files count)" : ""
      throw ToolError(
        .configuration,
        message:
          "\(source) means \(self)\(origin): \(String(host).onOneLine) is not a local host, and this run is local",
        next: .workOnProduction(source == .flag ? nil : "\(source)"),
        .nameLocalHost(in: "\(source)")
      )
    case (.prod, nil) where source == .variable("CONNECTION_URL"):
      throw ToolError(
        .configuration,
        message:
          "no production database: PROD_CONNECTION_URL is not set, and prod leaves out CONNECTION_URL, "
          + "whose database is local (\(self))",
        next: .setProdURL
      )
    default: break
    }
  }

  /// Whether `scripts/stack` may start the server that is meant.
  var isOnThisMachine: Bool {
    isResolved && hosts.allSatisfy { Self.isSocket($0) || NetworkHost($0).isLoopback }
  }
}

extension ConnectionTarget: CustomStringConvertible {
  package var description: String {
    "\(user)@\(address)/\(database)".onOneLine
  }

  /// `host:port` for each host; a socket's folder in place of the host, `[local]` for libpq's own socket, as
  /// psql prints it.
  private var address: String {
    let ports = (parameters["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
    func port(_ index: Int) -> Substring {
      let port = index < ports.count ? ports[index] : ports.last ?? ""
      return port.isEmpty ? "5432" : port
    }
    guard let hosts = parameters["host"] ?? parameters["hostaddr"] else {
      let service = isResolved ? nil : parameters["service"]
      return service.map { "[service \($0)]" } ?? "[local]:\(port(0))"
    }
    return hosts.split(separator: ",", omittingEmptySubsequences: false).enumerated().map { index, host in
      let isIPv6 = host.contains(":") && !host.hasPrefix("/")
      return isIPv6 ? "[\(host)]:\(port(index))" : "\(host):\(port(index))"
    }.joined(separator: ",")
  }
}

extension ConnectionTarget.Source: CustomStringConvertible {
  package var description: String {
    switch self {
    case .flag: "--connection-url"
    case .variable(let name): name
    case .localDefault: "the default connection URL"
    }
  }
}
