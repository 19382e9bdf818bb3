import ArgumentParser

/// The AWS CLI's output formats, for lists.
package enum OutputFormat: String, WordArgument {
  case table
  case json
  case text
}
