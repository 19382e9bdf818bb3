import AWS
import ArgumentParser
import Cruddur
import CruddurAWS
import CruddurDatabase
import HTTPServer
import Postgres
import Toolkit

@main
struct CruddurAPI: AWSTool {
  static let configuration = CommandConfiguration(
    tool: "cruddur-api",
    abstract: "Serve Cruddur's message API and its pages over HTTP.",
    discussion: """
      Ends at Ctrl-C or SIGTERM, after it has answered the requests that it has begun. Each request is a line of JSON \
      on stderr. Without prod the page signs in as any of the users in PostgreSQL.

      Example: cruddur-api --port 4567
      """
  )

  @OptionGroup(title: "Common") var options: StageOptions
  @OptionGroup(title: "AWS") var aws: AWSOptions
  @OptionGroup(title: "PostgreSQL") var postgres: PostgresOptions
  @OptionGroup var tables: TableOptions

  @Option(
    parsing: .unconditional,
    help: "The port to listen on; 4567, when left out. 0 is any free one. [PORT]",
    transform: WholeNumber.within(0...UInt16.max)
  )
  var port: UInt16?

  @Option(
    help: ArgumentHelp(
      "Listen on this address of the machine; 0.0.0.0 is all of them.",
      valueName: "address"
    )
  )
  var listen = "127.0.0.1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Connections at most from one address; \(ServerLimits().connectionsPerAddress), when left out.",
      valueName: "count"
    ),
    transform: WholeNumber.within(1...ServerLimits().connections)
  )
  var connectionsPerAddress = ServerLimits().connectionsPerAddress

  func run(in context: AWSContext) async throws {
    let port = try ListeningPort.choose(port, in: context.environment)
    var limits = ServerLimits()
    limits.connectionsPerAddress = connectionsPerAddress
    _ = OpenFiles.allow(limits.connections + Self.otherFiles)
    let services = try await Services(
      aws: aws,
      postgres: postgres,
      tables: tables,
      in: context,
      executor: context.loop
    )
    let api = API(services)
    let server = try HTTPServer(address: listen, port: port, limits: limits, on: context.loop) {
      await api.answer(to: $0)
    }
    announce(server.port, context: context)
    Interrupt.allowGracefulStop(within: Limits.serverStop + Limits.serverExit)
    try await services.follow { try await server.supervise { Interrupt.asksToStop } }
    guard await server.stop() else {
      throw ToolError(
        .unfinished,
        message: "some requests were not finished within \(limits.stopTime.components.seconds) s"
      )
    }
  }

  private func announce(_ port: Int, context: AWSContext) {
    if context.stage == .local, !NetworkHost(listen).isLoopbackAddress {
      context.console.warn("without prod, anyone who reaches \(listen) can sign in as any user")
    }
    let host = listen.contains(":") ? "[\(listen)]" : listen
    context.console.note("listening on http://\(host):\(port)/")
  }

  /// Beside the connections: those to the stores, the standard streams, libcurl's own.
  private static let otherFiles = 64
}
