import TestSupport

/// Changes documents at random, the same way for the same seed.
struct Mutator {
  private var random: SeededGenerator
  private let tokens: [[UInt8]]

  init(seed: UInt64, tokens: [String]) {
    random = SeededGenerator(seed: seed)
    self.tokens = tokens.map { Array($0.utf8) }
  }

  /// One of `documents` with up to five changes.
  mutating func mutant(of documents: [[UInt8]]) -> [UInt8] {
    var document = documents.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      change(&document, documents.randomElement(using: &random) ?? [])
    }
    return document
  }

  private mutating func change(_ document: inout [UInt8], _ other: [UInt8]) {
    switch Int.random(in: 0..<7, using: &random) {
    case 0:
      document.replaceSubrange(place(in: document, upTo: 1), with: [.random(in: 0...255, using: &random)])
    case 1: document.removeSubrange(place(in: document, upTo: 12))
    case 2: document.replaceSubrange(place(in: document, upTo: 0), with: token())
    case 3: document.replaceSubrange(place(in: document, upTo: 6), with: token())
    case 4:
      document.replaceSubrange(place(in: document, upTo: 0), with: document[place(in: document, upTo: 30)])
    case 5: document.replaceSubrange(place(in: document, upTo: 20), with: other[place(in: other, upTo: 40)])
    default: document.removeSubrange(place(in: document, upTo: 0).lowerBound...)
    }
  }

  private mutating func token() -> [UInt8] { tokens.randomElement(using: &random) ?? [] }

  /// A random range of the document, of at most so many bytes.
  private mutating func place(in document: [UInt8], upTo length: Int) -> Range<Int> {
    let start = Int.random(in: 0...document.count, using: &random)
    return start..<min(document.count, start + Int.random(in: 0...length, using: &random))
  }
}
