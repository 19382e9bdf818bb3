import CMicroHTTPD

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension mhd_shim_settings {
  /// What libmicrohttpd calls, all of it on its own thread. The context is a `RequestReceiver`.
  mutating func setCallbacks() {
    unsafe on_connection = { context, connection, kept, code in
      guard let receiver = unsafe RequestReceiver.from(context) else { return }
      if code == .CONNECTION_NOTIFY_STARTED {
        let id = receiver.connections.add(socket: unsafe mhd_shim_socket(connection))
        unsafe kept?.pointee = UnsafeMutableRawPointer(bitPattern: id)
      } else {
        receiver.connections.remove(UInt(bitPattern: unsafe kept?.pointee))
      }
    }
    unsafe on_target = { context, target, connection in
      guard let receiver = unsafe RequestReceiver.from(context), let target = unsafe target else {
        return nil
      }
      let id = UInt(bitPattern: unsafe mhd_shim_kept(connection))
      let exchange = receiver.begin(target: unsafe String(cString: target), on: id)
      return unsafe Unmanaged.passRetained(exchange).toOpaque()
    }
    unsafe on_request = { context, connection, _, method, _, piece, count, request in
      guard let receiver = unsafe RequestReceiver.from(context), let connection = unsafe connection,
        let exchange = unsafe Exchange.from(request), let method = unsafe method, let count = unsafe count
      else { return .NO }
      let isBody = unsafe count.pointee > 0
      let piece = unsafe isBody ? piece.map { unsafe bytes($0, count: count.pointee) } : nil
      let name = unsafe String(cString: method)
      let connected = unsafe EngineConnection(raw: connection)
      unsafe count.pointee = 0
      return receiver.goOn(exchange, connection: connected, method: name, piece: piece) ? .YES : .NO
    }
    unsafe on_end = { context, _, request, _ in
      guard let receiver = unsafe RequestReceiver.from(context), let exchange = unsafe Exchange.from(request)
      else { return }
      receiver.end(exchange)
      unsafe Unmanaged.passUnretained(exchange).release()
      unsafe request?.pointee = nil
    }
    // Targets are read by `RequestTarget`, which needs them as they were sent.
    unsafe unescape = { _, _, text in unsafe text.map { unsafe strlen($0) } ?? 0 }
  }
}

extension RequestReceiver {
  fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> RequestReceiver? {
    unsafe context.map { unsafe Unmanaged<RequestReceiver>.fromOpaque($0).takeUnretainedValue() }
  }
}

extension Exchange {
  fileprivate static func from(_ kept: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Exchange? {
    unsafe kept?.pointee.map { unsafe Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }
}
