/// One of the addresses that a connection string leads to, as libpq names it. Empty texts are libpq's
/// defaults.
struct ServerAddress: Sendable, Equatable {
  var host: String
  /// The host's numeric address.
  var number: String
  var port: String

  /// Where there is no host name, the numeric address serves as one.
  private var name: String { host.isEmpty ? number : host }

  /// Whether both mean the same address: parts that one of them lacks are not compared.
  func isSame(as other: ServerAddress) -> Bool {
    name == other.name && Self.portOrDefault(port) == Self.portOrDefault(other.port)
      && (number.isEmpty || other.number.isEmpty || number == other.number)
  }

  private static func portOrDefault(_ port: String) -> String { port.isEmpty ? "5432" : port }

  /// As an error names it.
  var description: String { number.isEmpty ? host : number }
}
