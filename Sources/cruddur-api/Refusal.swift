import AWS
import HTTPServer
import Toolkit

/// An answer that ends the work on a request.
struct Refusal: Error {
  let answer: ServerAnswer

  init(_ answer: ServerAnswer) {
    self.answer = answer
  }

  init(_ status: Int, error: StaticString) {
    answer = ServerAnswer(status: status, error: error)
  }

  /// What the frontend expects without a valid token.
  static var unauthorized: Refusal {
    var answer = ServerAnswer(status: 401, json: Array("{}".utf8))
    answer.headers["WWW-Authenticate"] = "Bearer"
    return Refusal(answer)
  }

  /// Input that cannot be used, by the course's codes.
  static func unprocessable(_ code: String) -> Refusal {
    Refusal(ServerAnswer(status: 422, json: JSONValue.array([.string(code)]).encoded()))
  }
}

extension ServerAnswer {
  init(_ value: JSONValue) {
    self.init(status: 200, json: value.encoded())
  }

  /// A store does not answer; the client may try again.
  static var unavailable: ServerAnswer {
    var answer = ServerAnswer(status: 503, error: "a store does not answer")
    answer.headers["Retry-After"] = "2"
    return answer
  }
}
