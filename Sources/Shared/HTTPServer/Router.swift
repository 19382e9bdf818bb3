/// The values of a path for the names in a route's pattern.
package struct PathValues: Sendable {
  fileprivate var values: [String: String] = [:]

  /// Empty for a name that the pattern does not have.
  package subscript(name: String) -> String { values[name] ?? "" }
}

/// What handles the requests with a method and a path.
package struct Route: Sendable {
  package typealias Work = @Sendable (ServerRequest, PathValues) async -> ServerAnswer

  let method: String
  private let pattern: [Substring]
  let work: Work

  /// - Parameter path: `/api/users/@{handle}/short`: a segment may be a name in braces, with text before it.
  package init(_ method: String, path: String, work: @escaping Work) {
    self.method = method
    pattern = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    self.work = work
  }

  /// Nil where the path is another one. An empty segment is never a value.
  func values(of segments: [String]) -> PathValues? {
    guard segments.count == pattern.count else { return nil }
    var result = PathValues()
    for (part, segment) in zip(pattern, segments) {
      guard let brace = part.firstIndex(of: "{") else {
        if part != segment { return nil }
        continue
      }
      let prefix = part[..<brace]
      guard segment.hasPrefix(prefix), segment.utf8.count > prefix.utf8.count else { return nil }
      result.values[String(part[brace...].dropFirst().dropLast())] = String(segment.dropFirst(prefix.count))
    }
    return result
  }
}

/// Chooses the route of a request.
package struct Router: Sendable {
  private let routes: [Route]

  /// - Parameter routes: The first one whose path fits is taken.
  package init(_ routes: [Route]) {
    self.routes = routes
  }

  /// 404 for a path that no route has, 405 for a method that none of the path's routes has. HEAD is answered
  /// as GET: libmicrohttpd leaves the body out.
  package func answer(to request: ServerRequest) async -> ServerAnswer {
    let fitting = fitting(request)
    guard !fitting.isEmpty else { return ServerAnswer(status: 404, error: "there is nothing at this path") }
    let method = request.method == "HEAD" ? "GET" : request.method
    if let (route, values) = fitting.first(where: { $0.route.method == method }) {
      return await route.work(request, values)
    }
    var answer = ServerAnswer(status: 405, error: "the path does not have this method")
    if request.method == "OPTIONS" { answer = ServerAnswer(status: 204) }
    answer.headers["Allow"] = methods(fitting.map(\.route)).joined(separator: ", ")
    return answer
  }

  /// The methods that the request's path has; empty for a path that no route has.
  package func methods(for request: ServerRequest) -> [String] { methods(fitting(request).map(\.route)) }

  private func methods(_ routes: [Route]) -> [String] {
    let methods = Set(routes.map(\.method))
    return methods.isEmpty
      ? [] : (methods.union(methods.contains("GET") ? ["HEAD"] : []).union(["OPTIONS"])).sorted()
  }

  private func fitting(_ request: ServerRequest) -> [(route: Route, values: PathValues)] {
    guard let segments = request.target.segments else { return [] }
    return routes.compactMap { route in route.values(of: segments).map { (route, $0) } }
  }
}
