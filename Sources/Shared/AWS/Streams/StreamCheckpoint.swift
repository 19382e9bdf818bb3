/// How far a stream has been processed: the last processed record of each shard.
package struct StreamCheckpoint: Sendable, Equatable {
  package struct Position: Sendable, Equatable {
    /// Nil where nothing of the shard has been read.
    package var sequenceNumber: String?
    /// Whether the shard is closed and read to its end.
    package var isFinished = false
  }

  package let stream: String
  package var positions: [String: Position] = [:]

  package init(stream: String) {
    self.stream = stream
  }

  /// Reads what `document` wrote; nil for anything else, and for another stream.
  package init?(_ document: JSONValue, stream: String) {
    guard document["stream"]?.string == stream, let shards = document["shards"]?.members else { return nil }
    self.stream = stream
    for shard in shards {
      positions[shard.name] = Position(
        sequenceNumber: shard.value["sequenceNumber"]?.string,
        isFinished: shard.value["isFinished"] == true
      )
    }
  }

  package var document: JSONValue {
    let shards = positions.sorted { $0.key < $1.key }.map { name, position in
      JSONValue.Member(
        name: name,
        value: [
          "sequenceNumber": position.sequenceNumber.map { .string($0) } ?? .null,
          "isFinished": .bool(position.isFinished),
        ]
      )
    }
    return ["stream": .string(stream), "shards": .object(shards)]
  }

  /// Removes the shards that the stream no longer has.
  mutating func keep(only shards: [StreamsClient.Shard]) {
    let ids = Set(shards.map(\.id))
    positions = positions.filter { ids.contains($0.key) }
  }
}
