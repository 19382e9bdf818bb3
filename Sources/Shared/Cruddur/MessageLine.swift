import Toolkit

/// A message as the week-5 script prints it: handle, time, and the first 40 characters.
package struct MessageLine: Sendable {
  let handle: String
  let sortKey: String
  let message: String

  package init(handle: String, sortKey: String, message: String) {
    self.handle = handle
    self.sortKey = sortKey
    self.message = message
  }

  /// `f'{handle: <12}{when: <22}{message[:40]}...'`, which counts code points. Times are local; a sort key
  /// that is not a time is printed as it is.
  ///
  /// On a terminal the characters that it would obey are left out: any user of Cruddur can write a message.
  package func text(onTerminal: Bool) -> String {
    let when = Timestamp(iso8601: sortKey)?.localMinute ?? sortKey
    let text = handle.padded(to: 12) + when.padded(to: 22) + message.prefix(codePoints: 40) + "..."
    guard onTerminal else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.steersTerminal }))
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
  }

  fileprivate func prefix(codePoints count: Int) -> String {
    String(unicodeScalars.prefix(count))
  }
}
