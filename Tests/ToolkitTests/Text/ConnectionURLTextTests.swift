import Testing

@testable import Toolkit

@Suite struct ConnectionURLTextTests {
  @Test(arguments: [
    ("postgresql://u:secret@h:5432/d", "postgresql://u@h:5432/d"),
    ("postgresql://u:se@cret@h/d", "postgresql://u@h/d"),
    ("postgresql://u:sec/ret@h/d", "postgresql://u@h/d"),
    ("postgresql://:secret@h/d", "postgresql://h/d"),
    ("postgres://u@h/d?sslmode=require", "postgres://u@h/d?sslmode=require"),
    ("postgresql://h/d?user=u&password=secret", "postgresql://h/d?…"),
    ("postgresql://h/d?user=u&sslpassword=secret&x=1", "postgresql://h/d?…"),
    ("postgresql://h/d?password=sec@ret", "postgresql://…"),
    ("postgresql://u:secret?@h/d", "postgresql://…"),
    ("host=h password=secret dbname=d", "host=h password=…"),
    ("host=h PASSWORD = 'se cret'", "host=h PASSWORD=…"),
    ("host=h password=x://secret dbname=d", "host=h password=…"),
    ("postgres://u@h/d?p%61ssword=secret", "postgres://u@h/d?…"),
    ("host=h dbname=d", "host=h dbname=d"),
    ("prod", "prod"),
  ])
  func `no form of a connection string shows its password`(text: String, shown: String) {
    #expect(ConnectionURLText.withoutPassword(text) == shown)
    #expect(!shown.contains("cret"))
  }
}
