import HTTPServer

/// The files that are compiled in: the page, one document for all its addresses, and the API's description.
enum PageRoutes {
  static let all: [Route] =
    ["/", "/messages", "/messages/{group}", "/messages/new/{handle}"].map { path in
      file(path, type: "text/html; charset=utf-8", bytes: PackageResources.index_html)
    } + [
      file("/page.css", type: "text/css; charset=utf-8", bytes: PackageResources.page_css),
      file("/page.js", type: "text/javascript; charset=utf-8", bytes: PackageResources.page_js),
      // Browsers ask for this name by themselves where a document names no icon.
      file("/favicon.ico", type: "image/svg+xml", bytes: PackageResources.icon_svg),
      // docs/openapi.yaml as JSON; a test compares the two.
      file("/api/openapi.json", type: "application/json", bytes: PackageResources.openapi_json),
    ]

  /// Nothing is loaded from other origins, nothing inline is run, and no other page may frame this one.
  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; \
    base-uri 'none'; frame-ancestors 'none'
    """

  private static func file(_ path: String, type: String, bytes: [UInt8]) -> Route {
    Route("GET", path: path) { _, _ in
      ServerAnswer(
        status: 200,
        headers: [
          "Content-Type": type, "Content-Security-Policy": policy, "Referrer-Policy": "no-referrer",
          "Cache-Control": "no-cache",
        ],
        body: bytes
      )
    }
  }
}
