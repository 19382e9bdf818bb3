/// A value with secrets: everything that prints it, `dump` included, shows only its description.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, unlabeledChildren: EmptyCollection<Void>()) }
}
