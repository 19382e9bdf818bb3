import AWS
import Cruddur
import CruddurDatabase
import HTTPServer
import Toolkit

/// `GET /api/users/@{handle}/short`, for anybody, as in the course.
enum UserRoutes {
  static func all(_ services: Services) -> [Route] {
    [
      APIRoute.make("GET", path: "/api/users/@{handle}/short", services: services) { _, values in
        guard let user = try await services.users.user(withHandle: values["handle"]) else {
          throw Refusal(404, error: "nobody has this handle")
        }
        return ServerAnswer(user.short)
      }
    ]
  }
}

extension User {
  /// As the week's `short.sql` gives it.
  var short: JSONValue {
    ["uuid": .string(uuid), "handle": .string(handle), "display_name": .string(displayName)]
  }
}
