/// No answer came from an address in time.
struct ConnectionTimeout: Error {
  let address: ServerAddress
  /// What libpq reported about the addresses before it.
  let text: String
}
