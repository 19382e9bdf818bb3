import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ClockSkewTests {
  private func refusal(_ code: String) -> ToolError {
    ToolError(.service(ServiceError(code: code, message: "", status: 400)), message: "")
  }

  private func now(plus seconds: Int64) -> Timestamp {
    Timestamp(microseconds: Timestamp.now().microseconds + seconds * 1_000_000)
  }

  /// Whether two times are equal, apart from fractions of a second and the time that the test has taken.
  private func isSame(_ seconds: Int64, as other: Int64, since start: Timestamp) -> Bool {
    abs(seconds - other) <= 1 + Timestamp.now().seconds - start.seconds
  }

  @Test(arguments: [600, -600, 86_400 * 365, 242])
  func `a wrong clock is corrected by the service's`(seconds: Int64) throws {
    let start = Timestamp.now()
    let clock = ClockSkew()
    let correction = try #require(
      clock.correct(
        after: refusal("InvalidSignatureException"),
        signedAt: clock.now,
        serverTime: now(plus: seconds)
      )
    )
    #expect(isSame(-correction.ahead, as: seconds, since: start) && correction.isNew)
    #expect(isSame(clock.now.seconds, as: now(plus: seconds).seconds, since: start))
  }

  @Test func `a correction is not made twice`() {
    let clock = ClockSkew()
    #expect(
      clock.correct(after: refusal("RequestExpired"), signedAt: clock.now, serverTime: now(plus: 600)) != nil
    )
    #expect(
      clock.correct(after: refusal("RequestExpired"), signedAt: clock.now, serverTime: now(plus: 600)) == nil
    )
  }

  @Test func `of many requests that find the same correction only the first applies it`() {
    let clock = ClockSkew()
    let signedAt = clock.now
    let news = (0..<8).map { _ in
      clock.correct(after: refusal("RequestExpired"), signedAt: signedAt, serverTime: now(plus: 600))?.isNew
    }
    #expect(news == [true] + Array(repeating: false, count: 7))
  }

  @Test func `a small difference does not explain a refusal: the secret is wrong`() {
    let start = Timestamp.now()
    let clock = ClockSkew()
    #expect(
      clock.correct(after: refusal("SignatureDoesNotMatch"), signedAt: clock.now, serverTime: now(plus: 230))
        == nil
    )
    #expect(
      clock.correct(after: refusal("SignatureDoesNotMatch"), signedAt: clock.now, serverTime: now(plus: -230))
        == nil
    )
    #expect(
      clock.correct(after: refusal("SignatureDoesNotMatch"), signedAt: clock.now, serverTime: nil) == nil
    )
    #expect(isSame(clock.now.seconds, as: Timestamp.now().seconds, since: start))
  }

  @Test(arguments: ["ResourceNotFoundException", "UnrecognizedClientException", "ThrottlingException"])
  func `another refusal does not correct the clock`(code: String) {
    #expect(ClockSkew().correct(after: refusal(code), signedAt: .now(), serverTime: now(plus: 6_000)) == nil)
  }

  @Test func `a failure of the transport does not correct the clock`() {
    let error = ToolError(.transport(.connectionLost), message: "")
    #expect(ClockSkew().correct(after: error, signedAt: .now(), serverTime: now(plus: 6_000)) == nil)
  }

  @Test(arguments: [
    ("Tue, 15 Nov 1994 08:12:31 GMT", "1994-11-15T08:12:31.000000+00:00"),
    ("Sun, 01 Jan 2023 00:00:00 GMT", "2023-01-01T00:00:00.000000+00:00"),
    ("Sat, 31 Dec 2022 23:59:59 GMT", "2022-12-31T23:59:59.000000+00:00"),
  ])
  func `an answer's Date is read`(text: String, moment: String) {
    #expect(Timestamp(httpDate: text)?.iso8601 == moment)
  }

  @Test(arguments: [
    "", "Tue, 15 Nov 1994 08:12:31", "Tue, 15 Nov 1994 08:12:31 UTC", "Tue, 5 Nov 1994 08:12:31 GMT",
    "Tue, 15 nov 1994 08:12:31 GMT", "Tue, 31 Feb 1994 08:12:31 GMT", "Tuesday, 15-Nov-94 08:12:31 GMT",
    "Tue Nov 15 08:12:31 1994", "Tue, 15 Nov 1994 25:12:31 GMT", "Tue, 15 Nov 94 08:12:31 GMT",
  ])
  func `an invalid Date is ignored`(text: String) {
    #expect(Timestamp(httpDate: text) == nil)
  }
}
