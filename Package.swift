// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// The tools that speak to AWS only. They do not link libpq: loading it costs them 1.4 ms at every start.
let awsTools = ["cognito-list-users", "ddb-drop", "ddb-list-tables", "ddb-scan", "ddb-schema-load"]

/// The tools that also speak to PostgreSQL.
let postgresTools = [
  "db-create", "db-drop", "db-schema-load", "db-seed", "db-setup", "db-update-cognito-user-ids",
  "ddb-patterns",
  "ddb-seed",
]

/// `scripts/fuzz` builds the readers with what libFuzzer needs, and the program that feeds them; nobody else does.
let isFuzzing = Context.environment["CRUDDUR_FUZZ"] != nil

/// The tests of `Tests/FuzzTests`, or the program that runs the same at length.
let fuzzTargets: [Target] =
  isFuzzing
  ? [
    .systemLibrary(name: "CFuzzer", path: "Tests/CFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: [argumentParser, "CFuzzer", "Shared", "Postgres"],
      path: "Tests/FuzzTests",
      exclude: ["FuzzTests.swift", "Mutator.swift", "Cases"]
    ),
  ]
  : [
    .testTarget(
      name: "FuzzTests",
      dependencies: [argumentParser, "Shared", "Postgres", "TestSupport"],
      exclude: ["Fuzz.swift", "Cases"]
    )
  ]

let package = Package(
  name: "cruddur-toolkit",
  platforms: [.macOS(.v26)],
  products: (awsTools + postgresTools).map { .executable(name: $0, targets: [$0]) },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(
      name: "CCurl",
      pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
    ),
    .systemLibrary(
      name: "CCrypto",
      pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl"])]
    ),
    .systemLibrary(
      name: "CLibPQ",
      pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]
    ),
    .target(
      name: "Fixtures",
      path: "fixtures",
      resources: [
        .embedInCode("conversation.txt"),
        .embedInCode("cruddur-messages.json"),
        .embedInCode("schema.sql"),
        .embedInCode("seed.sql"),
      ]
    ),
    .target(name: "Shared", dependencies: [argumentParser, "CCurl", "CCrypto"]),
    .target(name: "Postgres", dependencies: [argumentParser, "CLibPQ", "Shared"]),
  ]
    + awsTools.map { .executableTarget(name: $0, dependencies: [argumentParser, "Shared", "Fixtures"]) }
    + postgresTools.map {
      .executableTarget(name: $0, dependencies: [argumentParser, "Shared", "Postgres", "Fixtures"])
    }
    + [
      .target(name: "TestSupport", path: "Tests/Support"),
      .testTarget(
        name: "SharedTests",
        dependencies: [argumentParser, "CCurl", "Shared", "Fixtures", "TestSupport"],
        exclude: ["Vectors"]
      ),
      .testTarget(name: "PostgresTests", dependencies: ["Shared", "Postgres", "Fixtures"]),
      // Depends on the tools so that they are built: it runs them.
      .testTarget(
        name: "EndToEndTests",
        dependencies: (awsTools + postgresTools).map { .target(name: $0) } + ["TestSupport"],
        exclude: ["Oracles"]
      ),
    ]
    + fuzzTargets
)

/// Release binaries carry the standard library, which saves 4 ms at every start, and the C++ library under it (see `link/`),
/// which saves 0.9 ms; they stand at a fixed address: 37,000 places need no relocation then, another 0.5 ms.
let release = BuildSettingCondition.when(platforms: [.linux], configuration: .release)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    // Types that hold lent bytes (`JSONCursor`): `@_lifetime` says from where.
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-static-stdlib"], release),
  ]
  if target.type == .executable {
    target.linkerSettings = [
      .unsafeFlags(
        ["-static-stdlib", "-Xclang-linker", "-no-pie", "-L\(Context.packageDirectory)/link"],
        release
      )
    ]
  }
}

if isFuzzing {
  let sanitizers = ["-sanitize=fuzzer,address"]
  for target in package.targets where ["Shared", "Postgres", "fuzz"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(sanitizers + ["-O"]))
    target.linkerSettings = (target.linkerSettings ?? []) + [.unsafeFlags(sanitizers + ["-use-ld=lld"])]
  }
}
