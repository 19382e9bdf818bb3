import TestSupport
import Toolkit

@testable import AWS

extension CredentialContext {
  /// A context in which sending is an error, unless a transport is given. The time is always noon.
  static func test(
    stage: Stage = .prod,
    environment: Environment = Environment([:]),
    transport: any HTTPTransport = ScriptedTransport([]),
    console: Console = .silent,
    now: @escaping @Sendable () -> Timestamp = { .noon }
  ) -> CredentialContext {
    CredentialContext(
      stage: stage,
      environment: environment,
      console: console,
      transport: transport,
      timeouts: Timeouts(connect: .seconds(1), read: .seconds(1)),
      region: "us-east-1",
      now: now,
      retries: .immediate(),
      metadataRetries: .immediate()
    )
  }
}

extension Timestamp {
  static let noon = Timestamp(microseconds: 1_700_000_000_000_000)

  func adding(seconds: Int) -> Timestamp {
    Timestamp(microseconds: microseconds + Int64(seconds) * 1_000_000)
  }
}
