import ArgumentParser

/// The AWS CLI's output formats, for lists.
package enum OutputFormat: String, Sendable, CaseIterable, ExpressibleByArgument {
  case table
  case json
  case text
}
