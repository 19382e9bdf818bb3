import ArgumentParser

/// Which world a tool works on: the local stack, or the real one.
///
/// Any other word on the command line is a usage error, never a silent local or production run.
package enum Stage: String, WordArgument {
  case local
  case prod
}
