import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import Toolkit

@main
struct CognitoListUsers: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "cognito-list-users",
    abstract: "List the users of the Cognito user pool.",
    discussion: """
      Reads every page of the user pool AWS_COGNITO_USER_POOL_ID. Prints the users with their handle and id, then a \
      document of handles and ids.

      Example: AWS_COGNITO_USER_POOL_ID=ca-central-1_AbCdEfGhI cognito-list-users prod --output table
      """
  )

  enum Output: String, WordArgument {
    case all
    case json
    case table
  }

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions

  @Option(
    name: .shortAndLong,
    help: "json (the users), table (to look at) or all: the users, then their ids by handle."
  )
  var output = Output.all

  func run(in context: AWSContext) async throws {
    let cognito = try await CognitoClient.live(aws, in: context)
    let users = try await cognito.allUsers()
    switch output {
    case .table: try context.console.write(table(users))
    case .json: try context.console.result(document(users))
    case .all:
      try context.console.result(document(users))
      try context.console.result(handles(cognito.identified(users, console: context.console)))
    }
  }

  private func document(_ users: [CognitoUser]) -> String {
    JSONValue.array(users.map(\.week5Document)).text(.week5)
  }

  private func handles(_ users: [CognitoUserID]) -> String {
    JSONValue.object(users.map { .init(name: $0.handle, value: .string($0.sub)) }).text(.week5)
  }

  private func table(_ users: [CognitoUser]) -> TextTable {
    TextTable(
      headings: ["HANDLE", "E-MAIL", "STATUS", "ENABLED", "CREATED", "SUB"],
      rows: users.map { user in
        [
          user.preferredUsername ?? "-", user.email ?? "-", user.status, user.isEnabled ? "yes" : "no",
          user.created?.localMinute ?? "-", user.sub ?? "-",
        ]
      },
      whole: ["CREATED", "STATUS", "ENABLED"]
    )
  }
}
