import TestSupport
import Toolkit

@testable import AWS

extension ScanPage {
  /// A page of these items that says it has so many.
  static func test(_ items: String, count: Int) throws(JSONError) -> ScanPage {
    try ScanPage(Array(#"{"Items":\#(items),"Count":\#(count)}"#))
  }

  func lines(_ form: ItemForm, limit: Int = .max) throws(JSONError) -> [UInt8] {
    try ItemTranscoder(self, form: form, limit: limit).lines
  }
}
