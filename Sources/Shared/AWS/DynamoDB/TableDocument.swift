import Toolkit

extension JSONValue {
  /// The CreateTable document that makes a table as this one is described; one that is a CreateTable document stays as it
  /// is.
  var createTableDocument: JSONValue {
    guard let table = self["Table"] ?? self["TableDescription"] else { return self }
    var members = table.picking([
      "TableName", "AttributeDefinitions", "KeySchema", "StreamSpecification", "DeletionProtectionEnabled",
    ])
    let isOnDemand = table["BillingModeSummary"]?["BillingMode"] == "PAY_PER_REQUEST"
    members.append(.init(name: "BillingMode", value: isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED"))
    if !isOnDemand { members += table.capacity }
    if let tableClass = table["TableClassSummary"]?["TableClass"] {
      members.append(.init(name: "TableClass", value: tableClass))
    }
    for (name, isGlobal) in [("GlobalSecondaryIndexes", true), ("LocalSecondaryIndexes", false)] {
      guard let indexes = table[name]?.array, !indexes.isEmpty else { continue }
      let documents = indexes.map { index in
        let capacity = isGlobal && !isOnDemand ? index.capacity : []
        return JSONValue.object(index.picking(["IndexName", "KeySchema", "Projection"]) + capacity)
      }
      members.append(.init(name: name, value: .array(documents)))
    }
    return .object(members)
  }

  /// The object with another value of a member.
  func setting(_ name: String, _ value: JSONValue) -> JSONValue {
    .object((members ?? []).filter { $0.name != name } + [.init(name: name, value: value)])
  }

  private var capacity: [Member] {
    guard let throughput = self["ProvisionedThroughput"] else { return [] }
    let units = throughput.picking(["ReadCapacityUnits", "WriteCapacityUnits"])
    return [.init(name: "ProvisionedThroughput", value: .object(units))]
  }

  private func picking(_ names: [String]) -> [Member] {
    (members ?? []).filter { names.contains($0.name) }
  }
}
