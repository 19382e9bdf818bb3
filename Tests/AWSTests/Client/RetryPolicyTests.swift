import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct RetryPolicyTests {
  private static let remote = Endpoint(https: "dynamodb.us-east-1.amazonaws.com")

  private func verdict(_ code: String, status: Int) -> RetryPolicy.Verdict {
    let error = ServiceError(code: code, message: "", status: status)
    return RetryPolicy.verdict(on: ToolError(.service(error), message: ""), at: Self.remote)
  }

  @Test(arguments: [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
    "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
    "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled",
    "SlowDown",
    "EC2ThrottledException",
  ])
  func `throttling codes are throttling, whatever the status`(code: String) {
    #expect(verdict(code, status: 400) == .throttled)
    #expect(verdict(code, status: 503) == .throttled)
    #expect(RetryPolicy.isThrottling(ServiceError(code: code, message: "", status: 400)))
  }

  @Test(arguments: [
    "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete", "IDPCommunicationError",
    "ReplicatedWriteConflictException",
  ])
  func `an internal error of a service is transient`(code: String) {
    #expect(verdict(code, status: 400) == .transient)
  }

  @Test(
    arguments: [
      (429, .throttled), (500, .transient), (502, .transient), (503, .transient), (504, .transient),
      (400, .permanent),
      (403, .permanent), (404, .permanent), (413, .permanent), (501, .permanent), (505, .permanent),
    ] as [(Int, RetryPolicy.Verdict)]
  )
  func `an unknown error is judged by its status`(status: Int, verdict: RetryPolicy.Verdict) {
    #expect(self.verdict("Whatever", status: status) == verdict)
  }

  @Test(arguments: [
    "ValidationException", "ResourceNotFoundException", "ResourceInUseException",
    "ConditionalCheckFailedException", "AccessDeniedException", "UnrecognizedClientException",
    "TransactionCanceledException", "TransactionConflictException",
  ])
  func `a refusal that would be repeated is permanent`(code: String) {
    #expect(verdict(code, status: 400) == .permanent)
    #expect(!RetryPolicy.isThrottling(ServiceError(code: code, message: "", status: 400)))
  }

  @Test(
    arguments: [
      (.unknownHost, .transient), (.cannotConnect, .transient), (.connectionLost, .transient),
      (.timedOut, .transient), (.connectTimedOut, .transient), (.proxyNotConnected, .transient),
      (.notConnected, .transient), (.unreadableAnswer, .permanent),
      (.tls, .transient), (.plainHTTP, .permanent), (.certificate, .permanent), (.proxy, .permanent),
      (.invalidRequest, .permanent),
    ] as [(TransportFailure, RetryPolicy.Verdict)]
  )
  func `a failure of the transport is transient unless trying again cannot help`(
    failure: TransportFailure,
    verdict: RetryPolicy.Verdict
  ) {
    #expect(RetryPolicy.verdict(on: ToolError(.transport(failure), message: ""), at: Self.remote) == verdict)
  }

  @Test(
    arguments: [
      (.unknownHost, false), (.cannotConnect, false), (.notConnected, false), (.tls, false),
      (.plainHTTP, false),
      (.connectTimedOut, false), (.proxyNotConnected, false),
      (.certificate, false), (.proxy, false), (.invalidRequest, false), (.connectionLost, true),
      (.timedOut, true), (.unreadableAnswer, true),
    ] as [(TransportFailure, Bool)]
  )
  func `a request may have been carried out once it can have been sent`(failure: TransportFailure, may: Bool)
  {
    #expect(ToolError(.transport(failure), message: "").mayHaveBeenDone == may)
  }

  @Test func `a refused connection on this machine is permanent, a lost one is not`() throws {
    let local = try #require(Endpoint("http://localhost:8000"))
    #expect(
      RetryPolicy.verdict(on: ToolError(.transport(.cannotConnect), message: ""), at: local) == .permanent
    )
    #expect(
      RetryPolicy.verdict(on: ToolError(.transport(.connectionLost), message: ""), at: local) == .transient
    )
  }

  @Test func `a truncated answer is transient, one of another server is permanent`() {
    #expect(
      RetryPolicy.verdict(on: ToolError(.truncatedResponse, message: ""), at: Self.remote) == .transient
    )
    for code in [ToolError.Code.response, .configuration, .credentials, .file] {
      #expect(RetryPolicy.verdict(on: ToolError(code, message: ""), at: Self.remote) == .permanent)
    }
  }
}
