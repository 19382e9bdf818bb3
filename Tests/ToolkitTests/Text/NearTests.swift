import Testing
import Toolkit

@Suite struct NearTests {
  @Test(arguments: [
    ("sama", "Sama"), ("Smaa", "Sama"), ("phiedl", "phidel"), ("phidell", "phidel"), ("PHIDEL", "phidel"),
    ("fidel", nil), ("nobody", nil), ("Sama", nil), ("", nil),
  ])
  func `the near one is that with the fewest letters to change`(word: String, near: String?) {
    #expect(word.nearest(of: ["phidel", "Sama", "andrew"]) == near)
  }
}
