import Foundation
import Testing

extension World {
  /// Runs a tool as a user who may not read every file: as `nobody` where root runs the tests.
  func runUnprivileged(_ tool: String, _ arguments: [String]) async throws -> Run {
    guard getuid() == 0 else { return try await run(tool, arguments) }
    // The user `nobody` may not be allowed to enter the folder with the built tools either.
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let copy = folder.appending(path: tool).path
    if !FileManager.default.fileExists(atPath: copy) {
      try FileManager.default.copyItem(atPath: Binaries.path(of: tool), toPath: copy)
    }
    let script = """
      import os, pwd, sys
      nobody = pwd.getpwnam("nobody")
      os.setgroups([])
      os.setgid(nobody.pw_gid)
      os.setuid(nobody.pw_uid)
      os.execv(sys.argv[1], sys.argv[1:])
      """
    return try await run(program: stack.python, ["-c", script, copy] + arguments)
  }
}
