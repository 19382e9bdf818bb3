import ArgumentParser

extension Timestamp: ExpressibleByArgument {
  package init?(argument: String) {
    self.init(iso8601: argument)
  }
}
