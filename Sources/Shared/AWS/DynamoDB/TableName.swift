import ArgumentParser
import Toolkit

/// A table's name, checked where it comes in: 3 to 255 of `a-z A-Z 0-9 _ . -`.
package struct TableName: Sendable, Hashable, CustomStringConvertible, ExpressibleByArgument {
  package let description: String

  package init?(argument: String) {
    guard argument.isDynamoDBName else { return nil }
    description = argument
  }

  /// - Parameter name: A valid one, or one that a local server has given a table nevertheless.
  package init(unchecked name: String) {
    description = name
  }

  /// As an operation's input has it.
  var json: JSONValue { .string(description) }
}
