/// A value that holds secrets: whatever prints it, `dump` included, shows its description and nothing else.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, unlabeledChildren: EmptyCollection<Void>()) }
}
