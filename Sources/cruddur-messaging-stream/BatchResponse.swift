import AWS
import CruddurAWS
import Toolkit

/// The partial batch response. It names only the first record that failed: Lambda delivers that one and all
/// after it again.
///
/// Source: AWS Lambda Developer Guide, "Configuring partial batch response with DynamoDB and Lambda".
struct BatchResponse {
  let document: JSONValue

  init(_ failure: GroupUpdater.Failure?) {
    let failures = failure.map { [["itemIdentifier": .string($0.record.sequenceNumber)]] as [JSONValue] }
    document = ["batchItemFailures": .array(failures ?? [])]
  }
}
