import Foundation
import TestSupport
import Toolkit

@testable import AWS

/// Runs `operation` on an event loop of its own, on a thread of its own, and returns what it brings.
func onEventLoop<Value: Sendable>(
  _ operation: @escaping @Sendable (EventLoop) async throws -> Value
) async throws -> Value {
  let loop = try EventLoop()
  return try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread {
      do {
        try loop.run { continuation.resume(returning: try await operation(loop)) }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}
