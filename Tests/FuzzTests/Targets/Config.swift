import Toolkit

@testable import AWS

extension FuzzTarget {
  /// The INI reader: whatever else a file holds, a well-formed section keeps all its settings.
  static let config = FuzzTarget(
    name: "config",
    seeds: [
      "[profile a] # b\nc = d\n  e = f\ns3 =\n  g = h # i\n\n  j=k\n[services \"j k\"]\r\n; l\nm : n\n",
      "\u{FEFF}[default]\nregion = eu-west-1\ncredential_process = a \"b c\" # d\n[sso-session x]\ny=z",
    ].map { Array($0.utf8) },
    tokens: [
      "[", "]", "[default]", "[profile a]", "=", ":", " # ", ";", "\n", "\r\n", "\r", "\n ", "\n\t", "\"",
      "'", "\u{FEFF}",
      "\u{301}", "\u{2028}", "\u{85}", "\u{B}", "\0", "key = value", "s3 =",
    ]
  ) { input in
    guard let all = String(validating: input, as: UTF8.self), let file = try? ConfigFile(all, path: "f")
    else {
      return
    }
    let text = all.unicodeScalars.first == "\u{FEFF}" ? String(all.unicodeScalars.dropFirst()) : all
    for (before, after) in [("", "\n" + kept), (kept, "")] {
      guard let with = try? ConfigFile(before + "[other]\n" + text + after, path: "f") else {
        throw Finding(description: "a well-formed section more makes it an error")
      }
      let section = with.sections["profile fuzz-kept"]
      try promise(section?["key"]?.value == "value \u{301}=", "a well-formed section is lost")
      for (name, section) in file.sections {
        try promise(with.sections[name]?.count ?? -1 >= section.count, "[\(name)] has lost a setting")
      }
    }
  }

  private static let kept = "[profile fuzz-kept]\nkey = value \u{301}=\n"
}
