import TestSupport
import Testing

/// Messages in the scripts of the world come back as they were written, and run in their own direction.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct LanguageTests {
  private static let greetings = [
    "am": "ጤና ይስጥልኝ", "ar": "مرحبا، كيف حالك؟", "bg": "Здравейте", "bn": "নমস্কার", "bo": "བཀྲ་ཤིས་བདེ་ལེགས།",
    "chr": "ᎣᏏᏲ", "cs": "Dobrý den", "de": "Grüß Gott, schöne Maße", "dv": "އައްސަލާމު ޢަލައިކުމް", "el": "Καλημέρα",
    "en": "Good morning", "es": "¡Buenos días!", "fa": "سلام، حال شما چطور است؟", "fi": "Hyvää päivää",
    "fr": "Ça va, Zoë ?", "gu": "નમસ્તે", "he": "שלום, מה שלומך?", "hi": "नमस्ते", "hu": "Jó napot, üdvözlöm",
    "hy": "Բարեւ Ձեզ", "is": "Góðan daginn, þú", "it": "Buongiorno, perché no?", "iu": "ᐊᐃ", "ja": "こんにちは、世界",
    "ka": "გამარჯობა", "km": "ជំរាបសួរ", "kn": "ನಮಸ್ಕಾರ", "ko": "안녕하세요", "lo": "ສະບາຍດີ", "ml": "നമസ്കാരം",
    "mn": "ᠰᠠᠢᠨ ᠪᠠᠢᠨ᠎ᠠ ᠤᠤ", "my": "မင်္ဂလာပါ", "pa": "ਸਤ ਸ੍ਰੀ ਅਕਾਲ", "ru": "Здравствуйте", "si": "ආයුබෝවන්",
    "ta": "வணக்கம்", "te": "నమస్కారం", "th": "สวัสดีครับ", "ur": "آپ کیسے ہیں؟",
    "vi": "Xin chào, rất vui được gặp bạn",
    "yi": "אַ גוטן טאָג", "yo": "Ẹ káàárọ̀", "zh": "你好，世界", "sgn": "👋🏽",
  ]

  private static let fromRightToLeft: Set = ["ar", "dv", "fa", "he", "ur", "yi"]

  @Test func `messages in 40 languages are shown as they were written`() async throws {
    let languages = Self.greetings.keys.sorted()
    let texts = languages.compactMap { Self.greetings[$0] }
    try #require(texts.count >= 40)
    try await withPage { page in
      let writer = try await page.open(as: "phidel")
      let reader = try await page.open(as: "Sama")
      for text in texts { try await writer.send(text) }
      try await reader.wait(untilShown: texts.last ?? "")
      for tab in [writer, reader] { #expect(try await tab.messages().suffix(texts.count) == texts[...]) }
      #expect(try await page.texts().suffix(texts.count) == texts[...])
      let directions: [String] = try await reader.value(
        "[...document.querySelectorAll('#messages .text')].map(text => getComputedStyle(text).direction)"
      )
      let expected = languages.map { Self.fromRightToLeft.contains($0) ? "rtl" : "ltr" }
      #expect(directions.suffix(expected.count) == expected[...])
      #expect(writer.problems + reader.problems == [])
    }
  }
}
