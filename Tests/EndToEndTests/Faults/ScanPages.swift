import Foundation
import TestSupport

/// The pages of a table, each made once.
final class ScanPages: Sendable {
  let count: Int
  private let items: Int
  private let pageSize: Int
  private let pages = Locked<[Int: Answer]>([:])

  init(items: Int, pageSize: Int = 6_250) {
    self.items = items
    self.pageSize = pageSize
    count = max(1, (items + pageSize - 1) / pageSize)
  }

  /// What `ddb-scan` prints of them.
  var lines: String {
    (0..<items).map { #"{"pk":"item","sk":"\#($0)","text":"é number \#($0)","n":\#($0)}"# + "\n" }.joined()
  }

  func answer(to request: ReceivedRequest) -> Answer {
    let input = (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any]
    let key = input?["ExclusiveStartKey"] as? [String: [String: String]]
    let start = key?["sk"]?["S"].flatMap { Int($0) }.map { $0 + 1 } ?? 0
    return pages.withLock { pages in
      let page = pages[start] ?? page(from: start)
      pages[start] = page
      return page
    }
  }

  private func page(from start: Int) -> Answer {
    let end = min(start + pageSize, items)
    let documents = (start..<end).map {
      #"{"pk":{"S":"item"},"sk":{"S":"\#($0)"},"text":{"S":"é number \#($0)"},"n":{"N":"\#($0)"}}"#
    }
    let next = end < items ? #","LastEvaluatedKey":{"pk":{"S":"item"},"sk":{"S":"\#(end - 1)"}}"# : ""
    return .document(#"{"Items":[\#(documents.joined(separator: ","))],"Count":\#(documents.count)\#(next)}"#)
  }
}
