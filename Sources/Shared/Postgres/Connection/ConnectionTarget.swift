import Toolkit

/// Which database a run works on, and where that is configured.
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
  /// With libpq's defaults for those that are left out, so that the database that is shown is the one that is
  /// used.
  var parameters: ConnectionParameters
  /// Whether libpq could report its defaults.
  let isResolved: Bool
  /// Whether a host comes from `PGHOST`, `PGHOSTADDR` or a service file.
  private(set) var hasOtherHost = false
  /// Seconds that each of the server's addresses has to answer; nil for no limit.
  var timeout: Int?
  /// How long to retry while the server is absent or not ready.
  var serverWait = Duration.zero
  /// The `sslmode` where a service file does not set one.
  private(set) var fallbackTLSMode: String?

  /// The database of `scripts/stack`.
  static let localURL = "postgresql://postgres:password@localhost:5432/cruddur"

  /// Finds out which database is meant: `--connection-url`, else `CONNECTION_URL` or the local stack's; in
  /// `prod` `PROD_CONNECTION_URL`, else `CONNECTION_URL` unless it is local.
  ///
  /// A local run refuses a database that is not local, however it is configured.
  ///
  /// - Parameters:
  ///   - url: the value of `--connection-url`.
  ///   - tool: the tool's name; the server shows it as `cruddur-toolkit/db-create`.
  /// - Throws: `ToolError` with the code `.configuration`.
  package init(
    url: String?,
    stage: Stage,
    environment: Environment,
    tool: String
  ) throws(ToolError) {
    self.stage = stage
    let text: String
    (source, text) = try Self.choose(url, stage: stage, environment: environment)
    let found: ConnectionParameters?
    do throws(InvalidURL) {
      parameters = try Self.read(text)
      found = parameters.resolved()
      isResolved = found != nil
      timeout = try Self.timeout(parameters["connect_timeout"] ?? environment["PGCONNECT_TIMEOUT"])
    } catch {
      throw ToolError(
        .configuration,
        message: "\(source) is not a connection URL: \(error.reason)",
        next: .writeConnectionURL
      )
    }
    parameters["application_name"] = "\(SuiteVersion.suite)/\(tool)"
    parameters["client_encoding"] = "UTF8"
    if stage == .prod && parameters["sslmode"] == nil && environment["PGSSLMODE"] == nil {
      requireTLS(unlessServiceSays: parameters["service"] ?? environment["PGSERVICE"])
    }
    if let found { take(found) }
    try checkStage()
  }

  /// Sets what libpq would use by default explicitly, so that it uses nothing else when it connects.
  private mutating func take(_ found: ConnectionParameters) {
    for keyword in ["host", "hostaddr", "port", "user", "dbname"] where parameters[keyword] == nil {
      parameters[keyword] = found[keyword]
      if keyword.hasPrefix("host") && found[keyword] != nil { hasOtherHost = true }
    }
  }

  /// A parameter would override the service file, which only libpq reads. So where a service is named, TLS is
  /// requested by `PGSSLMODE`, which the service file overrides.
  private mutating func requireTLS(unlessServiceSays service: String?) {
    if service == nil {
      parameters["sslmode"] = "require"
    } else {
      fallbackTLSMode = "require"
    }
  }

  private static func read(_ url: String) throws(InvalidURL) -> ConnectionParameters {
    try InvalidURL.checkCharacters(of: url)
    let parameters = try ConnectionParameters(parsing: url)
    try InvalidURL.check(parameters, url: url)
    if parameters["service"] != nil && parameters["dbname"] == nil {
      throw InvalidURL("it names a service but no database; add dbname=NAME")
    }
    return parameters
  }

  private static func choose(
    _ url: String?,
    stage: Stage,
    environment: Environment
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
        message: "no production database: neither PROD_CONNECTION_URL nor CONNECTION_URL is set",
        next: .setProdURL
      )
    }
  }

  /// As libpq reads `connect_timeout`, but `Limits.connectDatabase` where it is not set. Zero or less means
  /// no limit.
  private static func timeout(_ text: String?) throws(InvalidURL) -> Int? {
    guard let text else { return Int(Limits.connectDatabase.components.seconds) }
    guard let seconds = Int32(text) else {
      throw InvalidURL("its connect_timeout is not a number of seconds")
    }
    return seconds > 0 ? Int(max(2, seconds)) : nil
  }
}
