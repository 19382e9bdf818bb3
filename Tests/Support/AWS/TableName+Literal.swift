import AWS

/// In tests the names of tables and indexes are literals.
extension TableName: ExpressibleByStringLiteral {
  public init(stringLiteral name: String) { self.init(unchecked: name) }
}

extension IndexName: ExpressibleByStringLiteral {
  public init(stringLiteral name: String) { self.init(unchecked: name) }
}
