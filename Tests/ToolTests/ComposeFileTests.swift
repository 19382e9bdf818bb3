import TestSupport
import Testing

/// What `docker-compose.yml` promises, by its text: no test has Docker.
@Suite struct ComposeFileTests {
  /// The lines of each service, by its name.
  private static func services() throws -> [Substring: [Substring]] {
    let file = try Repository.text("docker-compose.yml")
    let start = try #require(file.firstRange(of: "\nservices:\n"))
    var services: [Substring: [Substring]] = [:]
    var name: Substring = ""
    for line in file[start.upperBound...].split(separator: "\n") {
      if let heading = line.wholeMatch(of: #/  ([a-z]+):/#) {
        name = heading.output.1
        services[name] = []
      } else {
        services[name]?.append(line)
      }
    }
    return services
  }

  @Test(arguments: ["dynamodb", "cognito", "postgres", "api"])
  func `each service has a health check`(service: String) throws {
    let services = try Self.services()
    #expect(services.keys.sorted() == ["api", "cognito", "dynamodb", "postgres"])
    let lines = try #require(services[service[...]])
    let check = try #require(lines.firstIndex(of: "    healthcheck:"))
    #expect(lines[check...].contains { $0.hasPrefix("      test: [\"CMD\", ") })
  }

  @Test func `DynamoDB Local sends nothing to AWS, and has one database for all regions and keys`() throws {
    let lines = try #require(try Self.services()["dynamodb"])
    let command = try #require(lines.first { $0.hasPrefix("    command: ") })
    let words = command.split(separator: " ")
    #expect(words.contains("-disableTelemetry") && words.contains("-sharedDb"))
  }
}
