import CFuzzer
import Foundation

/// Feeds the target that `FUZZ_TARGET` names with libFuzzer's inputs. The arguments are libFuzzer's; the
/// first one is a folder, which gets the target's seeds, and beside it a dictionary of its tokens.
@main enum Fuzz {
  private static let target: FuzzTarget? = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"]
    return FuzzTarget.all.first { $0.name == name }
  }()

  static func main() throws {
    guard let target, CommandLine.arguments.count > 1 else {
      return print(FuzzTarget.all.map(\.name).joined(separator: "\n"))
    }
    try prepare(target, in: CommandLine.arguments[1])
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe CommandLine.unsafeArgv
    exit(unsafe LLVMFuzzerRunDriver(&count, &arguments) { unsafe takeInput($0, $1) })
  }

  private static func prepare(_ target: FuzzTarget, in folder: String) throws {
    for (index, seed) in target.seeds.enumerated() {
      try Data(seed).write(to: URL(filePath: "\(folder)/seed-\(index)"))
    }
    let words = target.tokens.map { token in
      "\"\(token.utf8.map { String(format: "\\x%02x", $0) }.joined())\"\n"
    }
    try Data(words.joined().utf8).write(to: URL(filePath: "\(folder).dict"))
  }

  /// Ends the process at a finding, so that libFuzzer keeps the input.
  fileprivate static func check(_ input: [UInt8]) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        try await target?.check(input)
      } catch {
        fatalError("\(error)")
      }
      done.signal()
    }
    done.wait()
  }
}

/// libFuzzer's own `main`, which is linked beside ours, wants it by this name.
@_cdecl("LLVMFuzzerTestOneInput")
func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzz.check(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
