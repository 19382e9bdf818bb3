import TestSupport
import Testing

@testable import Toolkit

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1970-01-01T00:00Z", 0), ("1970-01-01T00:00:00+00:00", 0),
    ("2023-03-26T18:04:14.123000+00:00", 1_679_853_854_123_000),
    ("2023-03-26T18:04:14.123Z", 1_679_853_854_123_000),
    ("2023-03-26 18:04:14,123456z", 1_679_853_854_123_456), ("2023-03-26t18:04:14.1", 1_679_853_854_100_000),
    ("2023-03-26T20:04:14+02:00", 1_679_853_854_000_000), ("2023-03-26T12:34:14-0530", 1_679_853_854_000_000),
    ("2023-03-26T20:04:14+02", 1_679_853_854_000_000), ("1969-12-31T23:59:59.999999", -1),
    ("2024-02-29", 1_709_164_800_000_000), ("2000-02-29", 951_782_400_000_000),
    ("0001-01-01T00:00:00", -62_135_596_800_000_000), ("9999-12-31T23:59:59.999999", 253_402_300_799_999_999),
  ])
  func `ISO 8601 is read, with any offset`(text: String, microseconds: Int64) {
    #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
    #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
  }

  @Test(arguments: [
    "", "2023", "2023-03", "2023-3-26", "23-03-26", "+2023-03-26", "2023-00-01", "2023-13-01", "2023-01-00",
    "2023-01-32", "2023-02-29", "1900-02-29", "2100-02-29", "2023-04-31", "2023-03-26T", "2023-03-26T18",
    "2023-03-26T18:4", "2023-03-26T24:00", "2023-03-26T18:60", "2023-03-26T18:04:60", "2023-03-26T18:04:14.",
    "2023-03-26T18:04:14.1234567", "2023-03-26T18:04:14+", "2023-03-26T18:04:14+1",
    "2023-03-26T18:04:14+24:00",
    "2023-03-26T18:04:14+01:60", "2023-03-26T18:04:14 UTC", "2023-03-26Z", "2023-03-26T18:04:14ZZ",
    " 2023-03-26",
    "2023-03-26 ", "2023/03/26", "now", "２０２３-03-26", "2023-03-26T18:04:14.٣Z", "2023-03-26T-1:04", "-",
    "0000-01-01", "0001-01-01T00:00+00:01", "9999-12-31T23:59:59-00:01",
  ])
  func `anything but a time in the years 1 to 9999 is refused`(text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000000+00:00"), (1, "1970-01-01T00:00:00.000001+00:00"),
    (-1, "1969-12-31T23:59:59.999999+00:00"), (1_679_853_854_100_000, "2023-03-26T18:04:14.100000+00:00"),
    (951_868_799_000_000, "2000-02-29T23:59:59.000000+00:00"),
    (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000+00:00"),
    (253_402_300_799_999_999, "9999-12-31T23:59:59.999999+00:00"),
  ])
  func `a sort key always has six fraction digits`(microseconds: Int64, text: String) {
    #expect(Timestamp(microseconds: microseconds).iso8601 == text)
  }

  @Test func `days of all years from 1 to 9999 are the same after writing and reading`() throws {
    let first = try #require(Timestamp(iso8601: "0001-01-01")).seconds / 86_400
    let last = try #require(Timestamp(iso8601: "9999-12-31")).seconds / 86_400
    #expect(last - first == 3_652_058)
    var previous = ""
    for day in stride(from: first, through: last, by: 331) {
      let moment = Timestamp(microseconds: day * 86_400_000_000 + 1)
      let text = moment.iso8601
      #expect(Timestamp(iso8601: text) == moment)
      #expect(previous < text, "the order of the texts is that of the moments")
      previous = text
    }
  }

  @Test func `a signature's date has neither punctuation nor fraction`() throws {
    let moment = try #require(Timestamp(iso8601: "2015-08-30T12:36:00.999999Z"))
    #expect(moment.amzDate == "20150830T123600Z")
    #expect(Timestamp(microseconds: -62_135_596_800_000_000).amzDate == "00010101T000000Z")
  }

  @Test func `minutes are added across the end of a year`() throws {
    let moment = try #require(Timestamp(iso8601: "2023-12-31T23:30:00.5Z"))
    #expect(moment.adding(minutes: 31).iso8601 == "2024-01-01T00:01:00.500000+00:00")
    #expect(moment.year == 2023)
    #expect(moment.adding(minutes: 31).year == 2024)
    #expect(moment < moment.adding(minutes: 1))
  }

  @Test func `now is a plausible year`() throws {
    let year = Timestamp.now().year
    #expect((2024..<2100).contains(year))
  }
}
