#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// A name server that does not answer.
  @Suite(
    .needsStack,
    .disabled(if: isSanitized, "a sanitizer must be loaded before all else"),
    .inTurn
  )
  struct SlowLookupTests {
    @Test func `a look-up that hangs ends at the connect timeout`() async throws {
      try await withWorld { world in
        let library = world.folder.appending(path: "slow_lookup.so").path
        let compiler = try await world.run(
          program: "/usr/bin/env",
          ["cc", "-shared", "-fPIC", "-o", library, Repository.oracle("slow_lookup.c")]
        )
        try #require(compiler.status == 0, "\(compiler)")
        let run = try await world.run(
          "ddb-list-tables",
          ["--endpoint-url", "http://slow.invalid", "--connect-timeout", "1"],
          changes: ["LD_PRELOAD": library, "AWS_MAX_ATTEMPTS": "2"]
        )
        run.expectFailure(naming: ["http://slow.invalid", "max retries: 1"], within: 20)
      }
    }
  }
#endif
