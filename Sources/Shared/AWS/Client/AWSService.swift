import Toolkit

/// One of AWS's services, with its names.
package struct AWSService: Sendable {
  /// The name for messages: `DynamoDB`.
  package let name: String
  /// In signatures, and in host names unless `hostLabel` says otherwise: `dynamodb`.
  package let id: String
  /// Before the region in host names; nil where it is the id.
  var hostLabel: String?
  /// After `AWS_ENDPOINT_URL_`: `DYNAMODB`.
  package let variable: String
  /// After `AWS_ENDPOINT_URL_`, of a service whose local server serves this one too; nil for none.
  var localVariable: String?
  /// Before the operation's name in `X-Amz-Target`; nil where the body names the operation (the query
  /// protocol).
  let targetPrefix: String?
  let contentType: String
  /// The default endpoint in the local stage.
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

  /// The changes of tables. Locally the same server provides it.
  package static let dynamoDBStreams = AWSService(
    name: "DynamoDB Streams",
    id: "dynamodb",
    hostLabel: "streams.dynamodb",
    variable: "DYNAMODB_STREAMS",
    localVariable: "DYNAMODB",
    targetPrefix: "DynamoDBStreams_20120810",
    contentType: "application/x-amz-json-1.0",
    localEndpoint: Endpoint("http://localhost:8000")
  )

  /// Cognito has no local default: the week-5 scripts always use the real pool.
  package static let cognito = AWSService(
    name: "Cognito",
    id: "cognito-idp",
    variable: "COGNITO_IDENTITY_PROVIDER",
    targetPrefix: "AWSCognitoIdentityProviderService",
    contentType: "application/x-amz-json-1.1",
    localEndpoint: nil
  )

  /// Issues temporary credentials. Requests are forms, answers are XML.
  static let sts = AWSService(
    name: "STS",
    id: "sts",
    variable: "STS",
    targetPrefix: nil,
    contentType: "application/x-www-form-urlencoded; charset=utf-8",
    localEndpoint: nil
  )

  /// Issues credentials for a token. Requests have the token instead of a signature.
  static let sso = AWSService(
    name: "SSO",
    id: "sso",
    hostLabel: "portal.sso",
    variable: "SSO",
    targetPrefix: nil,
    contentType: "application/json",
    localEndpoint: nil
  )

  /// Issues tokens.
  static let ssoOIDC = AWSService(
    name: "SSO OIDC",
    id: "sso-oauth",
    hostLabel: "oidc",
    variable: "SSO_OIDC",
    targetPrefix: nil,
    contentType: "application/json",
    localEndpoint: nil
  )

  /// Renews the credentials of `aws login`.
  static let signin = AWSService(
    name: "AWS Sign-In",
    id: "signin",
    variable: "SIGNIN",
    targetPrefix: nil,
    contentType: "application/json",
    localEndpoint: nil
  )
}
