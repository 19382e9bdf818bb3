import ArgumentParser
import Toolkit

/// A table's name as DynamoDB allows it: 3 to 255 of `a-z A-Z 0-9 _ . -`.
package struct TableName: Sendable, Equatable, CustomStringConvertible, ExpressibleByArgument {
  package let description: String

  package init?(argument: String) {
    guard (3...255).contains(argument.utf8.count),
      argument.utf8.allSatisfy({ $0.isLetterOrDigit(or: "_.-") })
    else { return nil }
    description = argument
  }

  /// - Parameter name: A valid one.
  package init(unchecked name: String) {
    description = name
  }
}
