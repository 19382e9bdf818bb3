#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Home folders from the system's user database (`/etc/passwd` and its like).
enum HomeFolder {
  /// The home folder of a user by name, or, for nil, of this process's user; nil where the database has none.
  static func of(user: String?) -> String? {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var texts = [CChar](repeating: 0, count: 1 << 14)
    let code =
      if let user {
        unsafe getpwnam_r(user, &entry, &texts, texts.count, &found)
      } else {
        unsafe getpwuid_r(getuid(), &entry, &texts, texts.count, &found)
      }
    guard code == 0, unsafe found != nil, let folder = unsafe entry.pw_dir else { return nil }
    let path = unsafe String(cString: folder)
    return path.isEmpty ? nil : path
  }
}
