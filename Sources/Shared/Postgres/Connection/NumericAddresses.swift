#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The numeric addresses of a host, in the order in which libpq tries them; none where the name does not
/// resolve.
func numericAddresses(of host: String) -> [String] {
  var hints = unsafe addrinfo()
  #if canImport(Darwin)
    unsafe hints.ai_socktype = SOCK_STREAM
  #else
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
  #endif
  var list: UnsafeMutablePointer<addrinfo>?
  guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
  defer { unsafe freeaddrinfo(list) }
  var addresses: [String] = []
  var next = unsafe list
  while let entry = unsafe next {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let length = socklen_t(text.count)
    if unsafe getnameinfo(
      entry.pointee.ai_addr,
      entry.pointee.ai_addrlen,
      &text,
      length,
      nil,
      0,
      NI_NUMERICHOST
    ) == 0 {
      addresses.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    unsafe next = unsafe entry.pointee.ai_next
  }
  return addresses
}
