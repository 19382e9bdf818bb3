import ArgumentParser

/// Whether a tool that changes a table waits until the change is done.
package enum TableWait: String, EnumerableFlag {
  case wait
  case noWait

  package static func help(for value: TableWait) -> ArgumentHelp? {
    switch value {
    case .wait: "Wait until the table is ready, or gone; this is the default."
    case .noWait: "Do not wait: end when the service has accepted the request."
    }
  }
}
