import AWS
import CruddurAWS
import Toolkit

/// Does the work of an event.
struct EventHandler: Sendable {
  private let updater: GroupUpdater

  init(_ updater: GroupUpdater) {
    self.updater = updater
  }

  /// The partial batch response: the first record that failed, and no other; Lambda gives all from there on again.
  ///
  /// Source: AWS Lambda Developer Guide, "Configuring partial batch response with DynamoDB and Lambda".
  func response(to event: StreamEvent, deadline: Timestamp?) async throws -> JSONValue {
    let failed = try await updater.process(event.records, deadline: deadline)
    let failures = failed.map { JSONValue.array([["itemIdentifier": .string($0)]]) } ?? []
    return ["batchItemFailures": failures]
  }
}
