import Toolkit

/// A conversation as one HTML document without other files and without scripts, readable on a phone too.
///
/// Any user of Cruddur can write messages, so all text is escaped, and the document's content security policy
/// forbids scripts, images and requests.
package struct ConversationPage: Sendable {
  private let messages: [Message]
  private let first: User?

  /// - Parameter messages: The oldest first.
  package init(_ messages: [Message]) {
    self.messages = messages
    first = messages.first?.sender
  }

  /// The document, with a line end.
  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'"/>
    <meta name="referrer" content="no-referrer"/>
    <title>\(title.htmlText)</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <main>
    <h1 dir="auto">\(title.htmlText)</h1>
    \(days.joined(separator: "\n"))
    </main>
    </body>
    </html>

    """
  }

  private var title: String {
    var names: [String] = []
    for name in messages.map(\.sender.displayName) where !names.contains(name) { names.append(name) }
    return names.isEmpty ? "A conversation without messages" : names.joined(separator: " and ")
  }

  private var days: [String] {
    var days: [(day: String, articles: [String])] = []
    for message in messages {
      let (day, time) = Self.when(message)
      if days.last?.day != day { days.append((day, [])) }
      days[days.count - 1].articles.append(article(message, at: time))
    }
    return days.map { day, articles in
      "<section>\n<h2>\(day.htmlText)</h2>\n\(articles.joined(separator: "\n"))\n</section>"
    }
  }

  private func article(_ message: Message, at time: String) -> String {
    let side = message.sender.uuid == first?.uuid ? "first" : "other"
    return """
      <article class="\(side)">
      <header><b dir="auto">\(message.sender.displayName.htmlText)</b> <span>@\(message.sender.handle.htmlText)</span> \
      <time datetime="\(message.sentAt.htmlText)">\(time.htmlText)</time></header>
      <p dir="auto">\(message.text.htmlText)</p>
      </article>
      """
  }

  /// In this machine's zone; a sort key that is not a time is shown as the day.
  private static func when(_ message: Message) -> (day: String, time: String) {
    Timestamp(iso8601: message.sentAt)?.localDayAndTime ?? (message.sentAt, "")
  }

  private static let style = """
    :root { color-scheme: light dark; }
    body { margin: 0; font: 1rem/1.45 system-ui, sans-serif; background: Canvas; color: CanvasText; }
    main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.25rem; }
    h2 { font-size: .85rem; text-align: center; opacity: .7; }
    article { max-width: 85%; margin: .5rem 0; padding: .5rem .75rem; border-radius: .75rem; }
    .first { background: #8883; margin-right: auto; }
    .other { background: #4a8f; color: #fff; margin-left: auto; }
    header { font-size: .8rem; }
    span, time { opacity: .75; }
    p { margin: .25rem 0 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
    @media print { article { break-inside: avoid; } }
    """
}

extension String {
  /// Escaped for text and for quoted attribute values. Control characters, which HTML does not allow, are
  /// left out.
  fileprivate var htmlText: String {
    unicodeScalars.reduce(into: "") { text, character in
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\n", "\t": text.unicodeScalars.append(character)
      default:
        let isAllowed =
          !character.isControl && character.value & 0xFFFE != 0xFFFE && !(0xFDD0...0xFDEF ~= character.value)
        if isAllowed { text.unicodeScalars.append(character) }
      }
    }
  }
}
