import Foundation
import TestSupport
import Testing

/// The page with `prod`, where nobody can sign in just by choosing a user. moto's proxy stands in for AWS.
@Suite(.needsStack, .needsChromium, .serialized, .inTurn) struct PageProdTests {
  private static let cognito = "https://cognito-idp.us-east-1.amazonaws.com"

  private struct SignIn: Decodable {
    let access_token: String
    let client_id: String
    let pool: String
    let sub: String
  }

  @Test func `the page accepts only access tokens of the user pool`() async throws {
    try await withWorld { world in
      try await world.withProxy { world in
        try await world.withDatabase { world, database in
          var world = world
          let signIn = try await Self.prepare(&world, database)
          world.secrets.append(signIn.access_token)
          let server = try BackgroundTool("cruddur-api", ["prod", "--port", "0"], in: world)
          _ = try await server.run { server in
            let url = try await server.address()
            try await world.withChromium { chromium in
              let tab = try await chromium.open(url + PageWorld.conversation)
              try await tab.enter(token: "e30.e30.e30")
              try await tab.wait(
                until: "document.querySelector('#notice').textContent.includes('not valid any more')"
              )
              try await tab.enter(token: "Bearer \(signIn.access_token)\n")
              try await tab.wait(until: "document.querySelectorAll('#messages li').length === 20")
              try await tab.send("From production")
              #expect(
                try await tab.value("[...document.querySelectorAll('#messages li')].at(-1).className")
                  == "mine"
              )
              #expect(try await tab.value("document.querySelector('#token').value") == "")
              #expect(tab.problems == [])
            }
          }
          #expect(!server.stderr.contains(signIn.access_token))
        }
      }
    }
  }

  /// Makes the table and the users at AWS; returns the result of signing in as phidel.
  private static func prepare(_ world: inout World, _ database: TestDatabase) async throws -> SignIn {
    world.environment["PROD_CONNECTION_URL"] = "\(database.url)?sslmode=disable"
    let signIn: SignIn = try await world.oracle("access_token.py", [cognito, "new", "phidel"])
    world.environment["AWS_COGNITO_USER_POOL_ID"] = signIn.pool
    world.environment["AWS_COGNITO_USER_POOL_CLIENT_ID"] = signIn.client_id
    try await database.psql(
      "-c",
      "UPDATE public.users SET cognito_user_id = '\(signIn.sub)' WHERE handle = 'phidel'"
    )
    try await world.output(of: "ddb-schema-load", ["prod"])
    try await world.output(of: "ddb-seed", ["prod"])
    return signIn
  }
}

extension Tab {
  fileprivate func enter(token: String) async throws {
    try await wait(until: "document.querySelector('#token')?.checkVisibility()")
    try await focus("#token")
    try await type(token)
    try await press(.enter)
  }
}
