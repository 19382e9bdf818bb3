import AWS

/// In tests the name of a table or of an index is written as it is.
extension TableName: ExpressibleByStringLiteral {
  public init(stringLiteral name: String) { self.init(unchecked: name) }
}

extension IndexName: ExpressibleByStringLiteral {
  public init(stringLiteral name: String) { self.init(unchecked: name) }
}
