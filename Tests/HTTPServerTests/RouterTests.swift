import HTTPServer
import TestSupport
import Testing

@Suite struct RouterTests {
  private static func route(_ method: String, _ path: String) -> Route {
    Route(method, path: path) { request, values in
      ServerAnswer(status: 200, body: Array("\(path) \(values["a"]) \(values["b"])".utf8))
    }
  }

  private let router = Router([
    route("GET", "/"), route("GET", "/x/{a}"), route("POST", "/x/{a}"), route("GET", "/x/@{a}/{b}"),
  ])

  private func answer(_ method: String, _ target: String) async -> ServerAnswer {
    await router.answer(to: ServerRequest(method: method, target: RequestTarget(target)))
  }

  @Test(arguments: [
    ("/", "/  "), ("/?a=b", "/  "), ("/x/1", "/x/{a} 1 "), ("/x/%31%2F2", "/x/{a} 1/2 "),
    ("/x/@s/%C3%A4", "/x/@{a}/{b} s ä"), ("/x/+", "/x/{a} + "),
  ])
  func `the first route that fits is taken, with its values`(target: String, text: String) async {
    let answer = await answer("GET", target)
    #expect(answer.status == 200 && answer.body.text == text)
  }

  @Test(arguments: [
    "", "*", "x", "/x", "/x/", "/x//", "/x/1/2", "/x/@/1", "/x/%", "/x/%1", "/x/%ff", "//", "http://a/",
  ])
  func `a path that no route has is answered with 404`(target: String) async {
    #expect(await answer("GET", target).status == 404)
  }

  @Test func `a method that the path lacks is answered with 405 and the methods that it has`() async {
    let answer = await answer("DELETE", "/x/1")
    #expect(answer.status == 405 && answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST")
    #expect(await self.answer("OPTIONS", "/x/1").status == 204)
    #expect(await self.answer("HEAD", "/").status == 200)
  }

  @Test(arguments: [
    ("/a?b=c", "c"), ("/a?b=%C3%A4+%2B", "ä +"), ("/a?x=1&b=2&b=3", "2"), ("/a?b", ""), ("/a?b=", ""),
    ("/a?b==", "="),
    ("/a?b=1?2", "1?2"), ("/a", nil), ("/a?c=b", nil), ("/a?b=%f", nil), ("/a?b=%ff", nil), ("/a?&&", nil),
  ])
  func `parameters are read as forms write them`(target: String, value: String?) {
    #expect(RequestTarget(target)["b"] == value)
  }
}
