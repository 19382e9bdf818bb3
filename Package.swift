// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// Each tool, and the modules of `Sources/Shared` that it uses.
///
/// What speaks to AWS only does not link libpq, which costs 1.4 ms at every start; what speaks to PostgreSQL
/// only does not link libcurl.
let tools: [String: [Target.Dependency]] = [
  "cognito-list-users": ["AWS", "Cruddur", "CruddurAWS"],
  "cruddur-api": ["AWS", "Cruddur", "CruddurAWS", "CruddurDatabase", "HTTPServer", "Postgres"],
  "cruddur-doctor": ["AWS", "Cruddur", "CruddurAWS", "CruddurDatabase", "Postgres"],
  "cruddur-messaging-stream": ["AWS", "Cruddur", "CruddurAWS"],
  "db-create": ["CruddurDatabase", "Postgres"],
  "db-drop": ["CruddurDatabase", "Postgres"],
  "db-schema-load": ["CruddurDatabase", "Fixtures", "Postgres"],
  "db-seed": ["Cruddur", "CruddurDatabase", "Fixtures", "Postgres"],
  "db-setup": ["AWS", "Cruddur", "CruddurAWS", "CruddurDatabase", "Fixtures", "Postgres"],
  "db-update-cognito-user-ids": ["AWS", "Cruddur", "CruddurAWS", "CruddurDatabase", "Postgres"],
  "ddb-drop": ["AWS"],
  "ddb-list-tables": ["AWS"],
  "ddb-load": ["AWS", "CruddurAWS"],
  "ddb-patterns": ["AWS", "Cruddur", "CruddurAWS", "CruddurDatabase", "Postgres"],
  "ddb-scan": ["AWS", "CruddurAWS"],
  "ddb-schema-load": ["AWS", "CruddurAWS", "Fixtures"],
  "ddb-seed": ["AWS", "Cruddur", "CruddurAWS", "CruddurDatabase", "Fixtures", "Postgres"],
  "ddb-setup": ["AWS", "Cruddur", "CruddurAWS", "CruddurDatabase", "Fixtures", "Postgres"],
]

/// The files and folders that are compiled into a tool, besides those of `fixtures`.
let resources = ["cruddur-api": ["Page", "openapi.json"]]

/// The modules that all tests use, besides the modules that they test.
let support: [Target.Dependency] = [argumentParser, "Toolkit", "TestSupport"]

/// A module of `Sources/Shared`. Its dependencies are the arrows of docs/architecture.md.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name,
    dependencies: [argumentParser] + (name == "Toolkit" ? [] : ["Toolkit"]) + dependencies,
    path: "Sources/Shared/\(name)"
  )
}

/// A system library: a module map and a header in `Sources/Shared/C`.
func library(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
  .systemLibrary(
    name: name,
    path: "Sources/Shared/C/\(name)",
    pkgConfig: pkgConfig,
    providers: [.apt([apt]), .brew([brew])]
  )
}

let package = Package(
  name: "cruddur-toolkit",
  platforms: [.macOS(.v26)],
  products: tools.keys.sorted().map { .executable(name: $0, targets: [$0]) },
  dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")],
  targets: [
    // Not a library: a header with the commit that is built.
    .systemLibrary(name: "CBuild", path: "Sources/Shared/C/CBuild"),
    library("CCrypto", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl"),
    library("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev", brew: "curl"),
    library("CMicroHTTPD", pkgConfig: "libmicrohttpd", apt: "libmicrohttpd-dev", brew: "libmicrohttpd"),
    library("CLibPQ", pkgConfig: "libpq", apt: "libpq-dev", brew: "libpq"),
    module("Toolkit", ["CBuild", "CCrypto"]),
    module("AWS", ["CCurl"]),
    module("HTTPServer", ["CMicroHTTPD"]),
    module("Postgres", ["CLibPQ"]),
    module("Cruddur"),
    module("CruddurAWS", ["AWS", "Cruddur"]),
    module("CruddurDatabase", ["Postgres", "Cruddur"]),
    .target(
      name: "Fixtures",
      path: "fixtures",
      resources: ["conversation.txt", "cruddur-messages.json", "schema.sql", "seed.sql"].map {
        .embedInCode($0)
      }
    ),
  ]
    + tools.sorted { $0.key < $1.key }.map { name, modules in
      .executableTarget(
        name: name,
        dependencies: [argumentParser, "Toolkit"] + modules,
        resources: (resources[name] ?? []).map { .embedInCode($0) }
      )
    }
    + [
      .target(name: "TestSupport", dependencies: ["AWS", "Postgres", "Toolkit"], path: "Tests/Support"),
      .testTarget(name: "ToolkitTests", dependencies: support),
      .testTarget(name: "AWSTests", dependencies: support + ["AWS", "CCurl", "Fixtures"]),
      .testTarget(name: "HTTPServerTests", dependencies: support + ["HTTPServer"]),
      .testTarget(name: "PostgresTests", dependencies: support + ["CLibPQ", "Fixtures", "Postgres"]),
      .testTarget(name: "CruddurTests", dependencies: support + ["AWS", "Cruddur", "CruddurAWS"]),
      .testTarget(
        name: "CruddurDatabaseTests",
        dependencies: support + ["Cruddur", "CruddurDatabase", "Fixtures", "Postgres"]
      ),
      .testTarget(
        name: "FuzzTests",
        dependencies: support + ["AWS", "Cruddur", "CruddurAWS", "Postgres"],
        exclude: ["Fuzz.swift", "Cases"]
      ),
      .testTarget(
        name: "ToolTests",
        dependencies: support + ["AWS", "Cruddur", "CruddurAWS", "Fixtures", "HTTPServer", "Postgres"]
          + tools.keys.sorted().map { .target(name: $0) }
      ),
      // Depends on the tools so that they are built: it runs them.
      .testTarget(
        name: "EndToEndTests",
        dependencies: tools.keys.sorted().map { .target(name: $0) } + ["TestSupport"],
        exclude: ["Oracles"]
      ),
    ]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
  ]
  // `JSONCursor` holds a span of bytes that it does not own, and `@_lifetime` ties it to the owner.
  if target.name == "AWS" { target.swiftSettings?.append(.enableExperimentalFeature("Lifetimes")) }
}
