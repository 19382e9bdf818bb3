// swift-tools-version: 6.2
import PackageDescription

// The parsers of outside data, built with libFuzzer and the address sanitizer, for `scripts/fuzz`. It is a
// package of its own, so that nothing else builds it. Sources/Shared and Sources/Fuzz are links into the
// project.

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: [argumentParser] + dependencies, path: "Sources/Shared/\(name)")
}

let package = Package(
  name: "cruddur-fuzzing",
  platforms: [.macOS(.v26)],
  dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")],
  targets: [
    .systemLibrary(name: "CBuild", path: "Sources/Shared/C/CBuild"),
    .systemLibrary(name: "CCrypto", path: "Sources/Shared/C/CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CCurl", path: "Sources/Shared/C/CCurl", pkgConfig: "libcurl"),
    .systemLibrary(name: "CLibPQ", path: "Sources/Shared/C/CLibPQ", pkgConfig: "libpq"),
    .systemLibrary(name: "CFuzzer", path: "Sources/CFuzzer"),
    module("Toolkit", ["CBuild", "CCrypto"]),
    module("AWS", ["CCurl", "Toolkit"]),
    module("Postgres", ["CLibPQ", "Toolkit"]),
    module("Cruddur", ["Toolkit"]),
    module("CruddurAWS", ["AWS", "Cruddur", "Toolkit"]),
    .executableTarget(
      name: "fuzz",
      dependencies: [argumentParser, "AWS", "CFuzzer", "Cruddur", "CruddurAWS", "Postgres", "Toolkit"],
      path: "Sources/Fuzz",
      exclude: ["Cases", "FuzzTests.swift", "Mutator.swift"]
    ),
  ]
)

let sanitizers = ["-sanitize=fuzzer,address"]
for target in package.targets where [.regular, .executable].contains(target.type) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .unsafeFlags(sanitizers + ["-O"]),
  ]
  // As in the project's Package.swift.
  if target.name == "AWS" { target.swiftSettings?.append(.enableExperimentalFeature("Lifetimes")) }
  target.linkerSettings = [.unsafeFlags(sanitizers + ["-use-ld=lld"])]
}
