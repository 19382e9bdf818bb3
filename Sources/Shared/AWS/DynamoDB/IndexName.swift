import ArgumentParser
import Toolkit

/// The name of an index of a table, which DynamoDB checks by the rules of table names.
package struct IndexName: Sendable, Hashable, CustomStringConvertible, ExpressibleByArgument {
  package let description: String

  package init?(argument: String) {
    guard argument.isDynamoDBName else { return nil }
    description = argument
  }

  /// - Parameter name: A valid one.
  package init(unchecked name: String) {
    description = name
  }

  /// As an operation's input has it.
  package var json: JSONValue { .string(description) }
}
