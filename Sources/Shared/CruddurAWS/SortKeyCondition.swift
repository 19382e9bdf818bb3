import AWS

/// A condition on the sort key of rows, which begins with a moment.
package enum SortKeyCondition: Sendable, Equatable {
  case beginsWith(String)
  case between(String, String)
  /// Earlier than this one.
  case before(String)

  /// The condition as an expression, and its values. The names of the first two are those of the week-5 scripts.
  var expression: (text: String, values: JSONObject) {
    switch self {
    case .beginsWith(let prefix): ("begins_with(sk,:year)", [":year": ["S": .string(prefix)]])
    case .between(let start, let end):
      (
        "sk BETWEEN :start_date AND :end_date",
        [":start_date": ["S": .string(start)], ":end_date": ["S": .string(end)]]
      )
    case .before(let end): ("sk < :before", [":before": ["S": .string(end)]])
    }
  }
}
