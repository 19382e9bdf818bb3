import Testing

@testable import Toolkit

@Suite struct ProgressMeterTests {
  @Test(arguments: [
    (0, 106, 0, "0 of 106 items"), (50, 106, 0, "50 of 106 items"), (1, nil, 0, "1 item"),
    (500, 1_000, 10, "500 of 1000 items, 50 %, 50/s, 10 s left"), (500, nil, 10, "500 items, 50/s"),
    (1_000, 500, 10, "1000 items, 100/s"), (10, 100_000, 10, "10 of 100000 items, 0 %, 1/s, 27 h left"),
    (100, 100, 10, "100 of 100 items, 100 %, 10/s, 0 s left"),
    (100, 5_000, 10, "100 of 5000 items, 2 %, 10/s, 8 min left"),
  ])
  func `share, rate and remaining time are shown as far as they are known`(
    done: Int,
    total: Int?,
    seconds: Int,
    text: String
  ) {
    let start = ContinuousClock.now
    let meter = ProgressMeter("item", start: start)
    #expect(meter.text(done: done, of: total, at: start + .seconds(seconds)) == text)
  }

  @Test(arguments: [
    (100, InputShare(size: 1_000, read: 250), "100 items, 25 %, 10/s, 30 s left"),
    (100, InputShare(size: 1_000, read: 750, skipped: 500), "100 items, 75 %, 10/s, 10 s left"),
    (100, InputShare(size: 1_000, read: 1_000), "100 items, 100 %, 10/s, 0 s left"),
    (100, InputShare(size: 1_000, read: 1_200), "100 items, 10/s"), (100, nil, "100 items, 10/s"),
    (100, InputShare(size: 0, read: 0), "100 items, 10/s"),
  ])
  func `the share of an input is that of its bytes`(
    done: Int,
    input: InputShare?,
    text: String
  ) {
    let start = ContinuousClock.now
    let meter = ProgressMeter("item", start: start)
    #expect(meter.text(done: done, from: input, at: start + .seconds(10)) == text)
    #expect(meter.text(done: done, from: input, at: start) == "100 items")
  }
}
