import Foundation
import Testing

/// Requests of the page whose answers come late, or fail.
extension Tab {
  /// `requested` has the method and path of each request, and `aborted` of each that was given up before its
  /// answer. `rules` has a function for requests whose method and path begin so: it gets a function that sends
  /// the request.
  static let requestsScript = """
    const send = window.fetch;
    window.requested = [];
    window.aborted = [];
    window.rules = {};
    window.fetch = async (path, options = {}) => {
      const name = `${options.method ?? "GET"} ${path}`;
      requested.push(name);
      let isPending = true;
      options.signal?.addEventListener("abort", () => isPending && aborted.push(name));
      const prefix = Object.keys(rules).find((prefix) => name.startsWith(prefix));
      try {
        return await (prefix ? rules[prefix](() => send(path, options)) : send(path, options));
      } finally {
        isPending = false;
      }
    };
    """

  /// Keeps the answer to the next request that begins so, until it is released.
  func hold(_ prefix: String) async throws {
    let prefix = Self.quoted(prefix)
    try await set(
      rule: """
        async (send) => {
          delete rules[\(prefix)];
          const answer = await send();
          const body = await answer.text();
          await new Promise((resolve) => { window.release = resolve; });
          return new Response(body, { status: answer.status });
        }
        """,
      for: prefix
    )
  }

  /// Waits until an answer is held.
  func waitUntilHeld(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    try await wait(until: "window.release", sourceLocation: sourceLocation)
  }

  /// Gives the page the answer that is held, and waits until it has been shown.
  func release() async throws {
    let turns = "for (let turn = 0; turn < 10; turn += 1) await new Promise(requestAnimationFrame);"
    _ = try await value(
      "(async () => { release(); delete window.release; \(turns) return true })()",
      as: Bool.self
    )
  }

  /// Answers requests that begin so with a status, without the server; 0: the server does not answer.
  ///
  /// - Parameter times: How many requests; all of them until `answer(_:)` where it is nil.
  func fail(_ prefix: String, status: Int, times: Int? = nil) async throws {
    let prefix = Self.quoted(prefix)
    try await set(rule: Self.failure(of: prefix, status: status, times: times), for: prefix)
  }

  /// The source of a rule for `fail`, for a script that is run before the page's requests.
  static func failure(of prefix: String, status: Int, times: Int?) -> String {
    """
    (() => {
      let left = \(times.map(String.init) ?? "Infinity");
      return async () => {
        if ((left -= 1) === 0) delete rules[\(prefix)];
        if (\(status) === 0) throw new TypeError("no answer");
        return new Response("{}", { status: \(status) });
      };
    })()
    """
  }

  /// Sends requests that begin so to the server again.
  func answer(_ prefix: String) async throws {
    _ = try await value("delete rules[\(Self.quoted(prefix))]", as: Bool.self)
  }

  private func set(rule: String, for prefix: String) async throws {
    _ = try await value("(rules[\(prefix)] = \(rule), true)", as: Bool.self)
  }
}
