import Toolkit

/// Which database a run works on, and who said so.
///
/// It prints as `user@host:port/database`; the password never shows.
package struct ConnectionTarget: Sendable {
  /// Where the URL comes from.
  package enum Source: Sendable, Equatable {
    case flag
    case variable(String)
    /// Neither flag nor variable: the local stack's own database.
    case localDefault
  }

  package let stage: Stage
  package let source: Source
  var parameters: ConnectionParameters
  /// Seconds to wait for the server; nil waits for ever.
  let timeout: Int?
  /// How long a server that is not there, or not ready, is tried.
  var serverWait = Duration.zero
  /// What libpq is to take for `sslmode` where a service file says nothing about it.
  private(set) var fallbackTLSMode: String?

  /// The database of `scripts/stack`.
  static let localURL = "postgresql://postgres:password@localhost:5432/cruddur"

  /// Finds out which database is meant: `--connection-url`, else `CONNECTION_URL` or the local stack's; in `prod`
  /// `PROD_CONNECTION_URL`, else `CONNECTION_URL`.
  ///
  /// - Parameters:
  ///   - url: the value of `--connection-url`.
  ///   - tool: the tool's name; the server shows it as `cruddur-tools/db-create`.
  /// - Throws: `ToolError` with the code `.configuration`.
  package init(
    url: String?,
    stage: Stage,
    environment: Environment,
    tool: String
  ) throws(ToolError) {
    self.stage = stage
    let text: String
    (source, text) = try Self.choose(url, stage, environment)
    do throws(InvalidURL) {
      parameters = try Self.read(text)
      timeout = try Self.timeout(parameters["connect_timeout"] ?? environment["PGCONNECT_TIMEOUT"])
    } catch {
      throw ToolError(
        .configuration,
        "\(source) is not a connection URL: \(error.reason)",
        next: .writeConnectionURL
      )
    }
    parameters["application_name"] = "cruddur-tools/\(tool)"
    parameters["client_encoding"] = "UTF8"
    if stage == .prod && parameters["sslmode"] == nil && environment["PGSSLMODE"] == nil {
      requireTLS(unlessServiceSays: parameters["service"] ?? environment["PGSERVICE"])
    }
  }

  /// A parameter wins over the service file, which only libpq reads: where one is named, TLS is asked for by what it wins
  /// over.
  private mutating func requireTLS(unlessServiceSays service: String?) {
    if service == nil {
      parameters["sslmode"] = "require"
    } else {
      fallbackTLSMode = "require"
    }
  }

  private static func read(_ url: String) throws(InvalidURL) -> ConnectionParameters {
    let parameters = try ConnectionParameters(parsing: url)
    try InvalidURL.check(parameters, url: url)
    if parameters["service"] != nil && parameters["dbname"] == nil {
      throw InvalidURL("it names a service but no database; add dbname=NAME")
    }
    return parameters
  }

  private static func choose(
    _ url: String?,
    _ stage: Stage,
    _ environment: Environment
  ) throws(ToolError) -> (Source, String) {
    if let url { return (.flag, url) }
    switch stage {
    case .local:
      guard let url = environment["CONNECTION_URL"] else { return (.localDefault, localURL) }
      return (.variable("CONNECTION_URL"), url)
    case .prod:
      if let (name, url) = environment.first(of: ["PROD_CONNECTION_URL", "CONNECTION_URL"]) {
        return (.variable(name), url)
      }
      throw ToolError(
        .configuration,
        "no production database: neither PROD_CONNECTION_URL nor CONNECTION_URL is set",
        next: .setProdURL
      )
    }
  }

  /// As libpq reads `connect_timeout`: ten seconds unless something else is asked for, none or less is no limit.
  private static func timeout(_ text: String?) throws(InvalidURL) -> Int? {
    guard let text else { return 10 }
    guard let seconds = Int32(text) else {
      throw InvalidURL("its connect_timeout is not a number of seconds")
    }
    return seconds > 0 ? Int(max(2, seconds)) : nil
  }
}

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
  package var database: String {
    parameters["dbname"] ?? ConnectionParameters.defaults()["dbname"] ?? user
  }

  /// The same server and user, another database.
  package func database(named name: String) -> ConnectionTarget {
    var other = self
    other.parameters["dbname"] = name
    return other
  }

  private var user: String {
    parameters["user"] ?? ConnectionParameters.defaults()["user"] ?? "?"
  }

  /// Whether `scripts/stack` may start the server that is meant.
  var isOnThisMachine: Bool {
    guard let host = parameters["host"] ?? parameters["hostaddr"] else { return parameters["service"] == nil }
    return host == "localhost" || host.hasPrefix("127.") || host == "::1" || host.hasPrefix("/")
  }
}

extension ConnectionTarget: CustomStringConvertible {
  package var description: String {
    "\(user)@\(address)/\(database)".onOneLine
  }

  /// `host:port`; a socket's folder in place of the host, `[local]` for libpq's own socket, as psql prints it.
  private var address: String {
    let defaults = ConnectionParameters.defaults()
    let port = parameters["port"] ?? defaults["port"] ?? "5432"
    if let service = parameters["service"], parameters["host"] == nil { return "[service \(service)]" }
    let host = parameters["host"] ?? parameters["hostaddr"] ?? defaults["host"] ?? defaults["hostaddr"]
    guard let host else { return "[local]:\(port)" }
    let isIPv6 = host.contains(":") && !host.contains(",") && !host.hasPrefix("/")
    return isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)"
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
