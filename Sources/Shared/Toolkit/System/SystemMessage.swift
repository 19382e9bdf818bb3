#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The system's message for an `errno`, such as `No space left on device`.
package func systemMessage(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}
