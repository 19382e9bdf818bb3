/// One of AWS's services, as clients name it.
package struct AWSService: Sendable {
  /// For people: `DynamoDB`.
  package let name: String
  /// In host names and in signatures: `dynamodb`.
  package let id: String
  /// After `AWS_ENDPOINT_URL_`: `DYNAMODB`.
  package let variable: String
  /// Before the operation's name in `X-Amz-Target`.
  let targetPrefix: String
  let contentType: String
  /// Where it is reached in the local stage when nothing else is said.
  let localEndpoint: Endpoint?

  /// The key in a configuration file's `[services NAME]`.
  package var configurationKey: String { variable.lowercased() }

  package static let dynamoDB = AWSService(
    name: "DynamoDB",
    id: "dynamodb",
    variable: "DYNAMODB",
    targetPrefix: "DynamoDB_20120810",
    contentType: "application/x-amz-json-1.0",
    localEndpoint: Endpoint("http://localhost:8000")
  )

  /// Cognito has no local default: the week's scripts always speak to the real pool.
  package static let cognito = AWSService(
    name: "Cognito",
    id: "cognito-idp",
    variable: "COGNITO_IDENTITY_PROVIDER",
    targetPrefix: "AWSCognitoIdentityProviderService",
    contentType: "application/x-amz-json-1.1",
    localEndpoint: nil
  )
}
