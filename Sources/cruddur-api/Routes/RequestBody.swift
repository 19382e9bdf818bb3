import AWS
import HTTPServer
import Toolkit

/// The bodies of requests: JSON objects.
enum RequestBody {
  /// - Throws: 415 for another type, 400 for what is not a JSON object.
  static func object(of request: ServerRequest) throws(Refusal) -> JSONValue {
    let type = request.headers["Content-Type"]?.prefix { $0 != ";" } ?? ""
    guard type.lowercased().filter({ $0 != " " }) == "application/json" else {
      throw Refusal(415, error: "the body must be application/json")
    }
    guard let value = try? JSONValue(parsing: request.body), value.members != nil else {
      throw Refusal(400, error: "the body is not a JSON object")
    }
    return value
  }
}
