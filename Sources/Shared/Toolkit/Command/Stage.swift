import ArgumentParser

/// What a tool works on: the local stack, or production.
///
/// Any other word in its place is a usage error.
package enum Stage: String, WordArgument {
  case local
  case prod
}

extension Stage {
  /// The stage of a command line as far as it is typed, for completions. After an option, `prod` may be the
  /// option's value: such a line is local, so that production is asked only where it is named.
  package init(typed words: [String]) {
    let isNamed = zip([""] + words, words).contains { $1 == "prod" && !$0.hasPrefix("-") }
    self = isNamed ? .prod : .local
  }
}
