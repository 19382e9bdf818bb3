import Testing

@testable import AWS

@Suite struct CurlConfigurationTests {
  @Test func `durations are converted to whole milliseconds`() {
    #expect(Duration.seconds(2).milliseconds == 2_000)
    #expect(Duration.microseconds(1_999).milliseconds == 1)
    #expect(Duration.zero.milliseconds == 0)
  }
}
