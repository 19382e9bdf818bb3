#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The limit of open file descriptors (RLIMIT_NOFILE).
package enum OpenFiles {
  /// Raises the limit to `count`, or to the hard limit where that is lower.
  ///
  /// - Returns: The limit from now on.
  package static func allow(_ count: Int) -> Int {
    #if canImport(Darwin)
      let resource = RLIMIT_NOFILE
    #else
      let resource = RLIMIT_NOFILE.rawValue
    #endif
    var limit = rlimit()
    guard unsafe getrlimit(.init(resource), &limit) == 0, limit.rlim_cur < rlim_t(count) else { return count }
    let old = limit.rlim_cur
    limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
    return Int(unsafe setrlimit(.init(resource), &limit) == 0 ? limit.rlim_cur : old)
  }
}
