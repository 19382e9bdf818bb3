import Toolkit

extension JSONValue {
  /// The CreateTable document for a table like the described one; a CreateTable document is returned
  /// unchanged.
  var createTableDocument: JSONValue {
    guard let table = self["Table"] ?? self["TableDescription"] else { return self }
    var document = table.picking([
      "TableName", "AttributeDefinitions", "KeySchema", "StreamSpecification", "DeletionProtectionEnabled",
    ])
    let isOnDemand = table["BillingModeSummary"]?["BillingMode"] == "PAY_PER_REQUEST"
    document["BillingMode"] = isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED"
    if !isOnDemand { document += table.capacity }
    document["TableClass"] = table["TableClassSummary"]?["TableClass"]
    for (name, isGlobal) in [("GlobalSecondaryIndexes", true), ("LocalSecondaryIndexes", false)] {
      guard let indexes = table[name]?.array, !indexes.isEmpty else { continue }
      let documents = indexes.map { index in
        let capacity = isGlobal && !isOnDemand ? index.capacity : [:]
        return JSONValue.object(index.picking(["IndexName", "KeySchema", "Projection"]) + capacity)
      }
      document[name] = .array(documents)
    }
    return .object(document)
  }

  /// The object with a member replaced.
  func setting(_ name: String, to value: JSONValue) -> JSONValue {
    var object = JSONObject(self)
    object[name] = value
    return .object(object)
  }

  private var capacity: JSONObject {
    guard let throughput = self["ProvisionedThroughput"] else { return [:] }
    let units = throughput.picking(["ReadCapacityUnits", "WriteCapacityUnits"])
    return ["ProvisionedThroughput": .object(units)]
  }

  private func picking(_ names: [String]) -> JSONObject {
    JSONObject((members ?? []).filter { names.contains($0.name) })
  }
}
