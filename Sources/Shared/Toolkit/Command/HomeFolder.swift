#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Home folders as the system's list of users (`/etc/passwd`, or what stands for it) has them.
enum HomeFolder {
  /// That of a user by name, or, for nil, of whoever runs this process; nil where the list has none.
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
