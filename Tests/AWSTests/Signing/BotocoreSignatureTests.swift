import FoundationEssentials
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite(.inTurn) struct BotocoreSignatureTests {
  struct Row: Decodable, Sendable {
    let method: String
    let url: String
    let headers: [[String]]
    let body: Data
    let token: String?
    let region: String
    let service: String
    let secret: String
    let microseconds: Int64
    let authorization: String

    func signed() throws -> HTTPRequest {
      var request = HTTPRequest(
        try #require(HTTPRequest.Method(rawValue: method)),
        at: try #require(Endpoint(url)),
        body: Array(body)
      )
      for field in headers { request.headers.append(field[0], value: field[1]) }
      let credentials = Credentials(accessKeyID: TestKeys.id, secretAccessKey: secret, sessionToken: token)
      return SigV4(credentials: credentials, region: region, service: service)
        .sign(request, at: Timestamp(microseconds: microseconds))
    }
  }

  @Test func `requests of all shapes are signed as botocore signs them`() throws {
    let rows: [Row] = try Vectors.load("signatures", count: 60)
    for row in rows {
      #expect(try row.signed().headers["Authorization"] == row.authorization, "\(row.url)")
    }
  }

  @Test(.enabled(if: Oracle.python != nil, "needs the Python that scripts/test brings"))
  func `ten thousand requests made at random are signed as botocore signs them`() throws {
    let rows: [Row] = try Oracle.answer(of: "make.py signatures 7 10000")
    #expect(rows.count == 10_000)
    for row in rows {
      let authorization = try row.signed().headers["Authorization"]
      guard authorization != row.authorization else { continue }
      Issue.record("\(row): \(authorization ?? "")")
    }
  }
}
