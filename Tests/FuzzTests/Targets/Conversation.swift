import Cruddur
import Toolkit

extension FuzzTarget {
  /// The conversation reader: the lines that it accepts are those of the file, byte for byte.
  static let conversation = FuzzTarget(
    name: "conversation",
    seeds: [
      "Person 1: Hello!\nPerson 2: Hi, é🙂\nPerson 1: \n",
      "\u{FEFF}\n\nPerson 1: a\r\nPerson 2: b: c\r\n\n\n",
    ].map { Array($0.utf8) },
    tokens: [
      "Person 1: ", "Person 2: ", "Person 3: ", "\n", "\r\n", "\r", "\u{FEFF}", "\u{2028}", "\0", "é", "🙂",
      " ",
    ]
  ) { input in
    var text: [UInt8] = []
    var count = 0
    do {
      var reader = ConversationReader(name: "f")
      var lines = LineReader(input, name: "f")
      while let bytes = try lines.next() {
        guard let (line, index) = try reader.read(bytes) else { continue }
        try promise(index == count, "index \(index) after \(count) lines")
        count += 1
        text += Array("\(line.speaker == .mine ? "Person 1: " : "Person 2: ")\(line.message)\n".utf8)
      }
      try reader.finish()
    } catch is ToolError {
      return
    }
    let lines = input.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
    let content = Array(lines.filter { !$0.isEmpty }.joined(separator: [0x0A]) + [0x0A])
    let withoutMark = content.starts(with: [0xEF, 0xBB, 0xBF]) ? content.dropFirst(3) : content[...]
    try promise(withoutMark.drop { $0 == 0x0A } == text[...], "not what the file says")
  }
}
