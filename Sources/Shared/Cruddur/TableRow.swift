/// A row of the messages table. All its attributes are text.
package struct TableRow: Sendable {
  package let partitionKey: String
  package let sortKey: String
  /// The attributes other than the keys, in the order in which they are written.
  package let attributes: [(name: String, value: String)]

  package init(partitionKey: String, sortKey: String, attributes: [(name: String, value: String)]) {
    self.partitionKey = partitionKey
    self.sortKey = sortKey
    self.attributes = attributes
  }
}
