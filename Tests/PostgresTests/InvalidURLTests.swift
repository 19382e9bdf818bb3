import TestSupport
import Testing
import Toolkit

@testable import Postgres

@Suite struct InvalidURLTests {
  @Test func `an empty --connection-url is an error, not libpq's default database`() throws {
    for stage in [Stage.local, .prod] {
      let error = try postgresError { _ = try ConnectionTarget.test("", stage: stage) }
      #expect(error.message == "--connection-url is not a connection URL: it is empty")
    }
  }

  @Test(arguments: [
    ("postgresql://u:s3@cret@h/d", "percent-encoded"), ("postgresql://u:s3@@cret@h/d", "percent-encoded"),
    ("postgresql://u:s3@@cret@h", "percent-encoded"),
    ("postgresql://u:s3/cret@h/d", "percent-encoded"),
    ("postgresql://u:12/cret@h/d", "percent-encoded"),
    ("postgresql://u:a@b/cret@h/d", "percent-encoded"),
    ("postgresql://u:s3cret@h:port/d", "port is not a number"),
    ("postgresql://u:s3cret@h:70000/d", "port is not a number"),
    (
      "postgresql://u:s3cret%zz@h/d",
      "invalid percent-encoded token: a % in a password or a name must itself be percent-encoded, as %25"
    ),
    ("\"postgresql://u:s3cret@h/d\"", "it begins with a quotation mark"),
    ("'postgresql://u:s3cret@h/d'", "it begins with a quotation mark"),
    ("postgresql://u:s3cret%00@h/d", "forbidden value %00"),
    ("postgresql://u:s3cret@[::1/d", "end of string reached"),
    ("postgresql://u:s3cret@h/d?schema=public", "invalid URI query parameter schema"),
    ("postgresql://u@h/d?password=a&s3cret", "missing key/value separator"),
    ("postgresql://u@h/d?password=a&s3%20cret=1", "invalid URI query parameter"),
    ("cruddur s3cret", "missing \"=\""),
    ("password=a s3cret", "missing \"=\""),
    ("jdbc:postgresql://u:s3cret@h/d", "missing \"=\""),
    ("mysql://u:s3cret@h/d", "missing \"=\""),
    ("service=week5", "names a service but no database"),
    ("postgresql://u:s3cret@h/d?connect_timeout=soon", "connect_timeout"),
    (
      "postgresql://u:s3cret@h/d\r",
      "it ends with a carriage return (\\r), as a file with Windows line ends leaves it"
    ),
    ("postgresql://u:s3cret@h/d\r\n", "it ends with a line break"),
    ("postgresql://u:s3cret@h/d ", "it ends with a blank"),
    (" postgresql://u:s3cret@h/d", "it begins with a blank"),
    ("\u{FEFF}postgresql://u:s3cret@h/d", "missing \"=\""),
    ("postgresql://u:s3 cret@h/d", "there is a blank in it that is not percent-encoded"),
    ("postgresql://u:s3\u{A0}cret@h/d", "there is the character U+00A0 in it"),
    ("postgresql://u:s3cret@h/d\u{7}x", "there is the character U+0007 in it"),
    ("host=h dbname=d\r", "it ends with a carriage return"),
    ("host=h password=s3cret\rdbname=d", "there is a carriage return (\\r) in it"),
  ])
  func `a bad URL is refused, and no part of a password shows`(url: String, reason: String) throws {
    let error = try postgresError {
      let environment = Environment(["CONNECTION_URL": url])
      _ = try ConnectionTarget(url: nil, stage: .local, environment: environment, tool: "tests")
    }
    #expect(error.code == .configuration)
    #expect(error.message.hasPrefix("CONNECTION_URL is not a connection URL: "))
    #expect(error.message.contains(reason), "\(error)")
    #expect(!error.description.contains("cret"))
  }
}
