import HTTPServer

/// The files that are compiled in: the page, one document for all its addresses, and the API's description.
enum PageRoutes {
  static let all: [Route] =
    ["/", "/messages", "/messages/{group}", "/messages/new/{handle}"].map { path in
      file(path, type: "text/html; charset=utf-8", bytes: PackageResources.index_html)
    } + [
      file("/page/page.css", type: "text/css; charset=utf-8", bytes: PackageResources.page_css),
      // Browsers ask for this name by themselves where a document names no icon.
      file("/favicon.ico", type: "image/svg+xml", bytes: PackageResources.icon_svg),
      // docs/openapi.yaml as JSON; a test compares the two.
      file("/api/openapi.json", type: "application/json", bytes: PackageResources.openapi_json),
    ]
    + scripts.map { name, bytes in
      file("/page/\(name)", type: "text/javascript; charset=utf-8", bytes: bytes)
    }

  private static let scripts: KeyValuePairs = [
    "changes.js": PackageResources.changes_js,
    "conversation.js": PackageResources.conversation_js,
    "elements.js": PackageResources.elements_js,
    "form.js": PackageResources.form_js,
    "groups.js": PackageResources.groups_js,
    "main.js": PackageResources.main_js,
    "requests.js": PackageResources.requests_js,
    "routes.js": PackageResources.routes_js,
    "sending.js": PackageResources.sending_js,
    "session.js": PackageResources.session_js,
    "sign-in.js": PackageResources.sign_in_js,
    "state.js": PackageResources.state_js,
    "times.js": PackageResources.times_js,
    "view.js": PackageResources.view_js,
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
