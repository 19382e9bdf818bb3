extension String {
  /// Whether a table or an index may have this name: 3 to 255 of `a-z A-Z 0-9 _ . -`.
  ///
  /// Source: Amazon DynamoDB Developer Guide, "Supported data types and naming rules".
  package var isDynamoDBName: Bool {
    (3...255).contains(utf8.count) && utf8.allSatisfy { $0.isLetterOrDigit(or: "_.-") }
  }
}
