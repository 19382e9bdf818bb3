import ArgumentParser

/// What a tool works on: the local stack, or production.
///
/// Any other word in its place is a usage error.
package enum Stage: String, WordArgument {
  case local
  case prod
}
