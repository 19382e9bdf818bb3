/// A request's body as it comes. Of one that is too long only the length is kept, so that the client can send
/// it to its end and then read the answer.
struct BodyBuffer: Sendable {
  /// Bytes of a body that is read to its end without being kept; a longer one ends the connection.
  static let longestIgnored = 1 << 20

  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private var count = 0

  init(limit: Int) {
    self.limit = limit
  }

  var isTooLong: Bool { count > limit }

  /// - Returns: Whether more may come.
  mutating func append(_ piece: some Collection<UInt8>) -> Bool {
    count += piece.count
    if isTooLong { bytes = [] } else { bytes += piece }
    return count <= Self.longestIgnored
  }
}
