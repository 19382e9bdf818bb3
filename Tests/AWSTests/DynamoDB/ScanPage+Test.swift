import TestSupport
import Toolkit

@testable import AWS

extension ScanPage {
  /// A page of these items that says it has so many.
  static func test(_ items: String, count: Int) throws(JSONError) -> ScanPage {
    try ScanPage(Array(#"{"Items":\#(items),"Count":\#(count)}"#))
  }

  /// The lines of a page whose items can all be read.
  func lines(_ form: ItemForm, limit: Int = .max) throws(JSONError) -> [UInt8] {
    let transcoder = try ItemTranscoder(self, form: form, limit: limit)
    if let unreadable = transcoder.unreadable { throw unreadable.error }
    return transcoder.lines
  }
}
