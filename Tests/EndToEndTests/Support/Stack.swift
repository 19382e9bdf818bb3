import Foundation
import TestSupport
import Testing

/// The servers that `scripts/test` starts, and the Python that has moto, boto3 and awscli.
struct Stack: Sendable {
  let dynamoDB: String
  let cognito: String
  /// A maintenance database whose user may create others.
  let postgres: String
  let python: String

  static let running: Stack? = {
    let environment = ProcessInfo.processInfo.environment
    guard let dynamoDB = environment["TEST_STACK_DYNAMODB_URL"],
      let cognito = environment["TEST_STACK_COGNITO_URL"],
      let postgres = environment["TEST_STACK_POSTGRES_URL"],
      let python = environment["TEST_STACK_PYTHON"]
    else { return nil }
    return Stack(dynamoDB: dynamoDB, cognito: cognito, postgres: postgres, python: python)
  }()
}

extension Trait where Self == ConditionTrait {
  /// Skips the test, saying so, where `scripts/test` has not brought up its servers.
  static var needsStack: Self {
    .enabled(if: Stack.running != nil, "needs the servers that scripts/test starts")
  }
}

extension Repository {
  static func oracle(_ name: String) -> String { path("Tests/EndToEndTests/Oracles/\(name)") }

  static func fixture(_ name: String) -> String { path("fixtures/\(name)") }

  static func script(_ name: String) -> String { path("scripts/\(name)") }
}

/// Regions of the local DynamoDB, which has separate tables for each, so that a test can have a region to
/// itself.
enum Regions {
  private static let names = [
    "af-south-1", "ap-east-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2",
    "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ca-central-1", "ca-west-1",
    "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
    "eu-west-3",
    "il-central-1", "me-central-1", "me-south-1", "sa-east-1", "us-east-2", "us-west-1", "us-west-2",
    "cn-north-1",
    "cn-northwest-1", "us-gov-east-1", "us-gov-west-1",
    "ap-east-2", "ap-southeast-5", "ap-southeast-7", "mx-central-1",
  ]
  private static let counter = Counter()

  /// A region that no other test of this run has.
  static func next() throws -> String {
    let index = counter.next()
    return try #require(index < names.count ? names[index] : nil, "all regions are taken: add to the list")
  }
}

/// A counter whose first number is 0.
final class Counter: Sendable {
  private let value = Locked(0)

  func next() -> Int {
    value.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}
