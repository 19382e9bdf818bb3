/// Suggestions about the place that AWS requests go to.
extension NextStep {
  /// - Parameter source: Where the endpoint is configured; nil for the default.
  package static func startStack(source: String?) -> NextStep {
    let origin = source.map { "The endpoint comes from \($0). " } ?? ""
    return NextStep(
      "\(origin)Is the local stack up? Start it, in the clone of this toolkit",
      commands: .shell("scripts/stack up")
    )
  }

  package static func useLocalhost(insteadOf host: String, source: String?) -> NextStep {
    let origin = source.map { " It comes from \($0)" } ?? ""
    return NextStep(
      "\"\(host)\" may be a name inside docker compose; from here it is localhost.\(origin)",
      commands: .again(["--endpoint-url": "http://localhost:8000"])
    )
  }

  package static func misdirectedCognito(source: String) -> NextStep {
    let text = "\(source) sends Cognito's requests there too, and DynamoDB Local has no user pools"
    guard source == "AWS_ENDPOINT_URL" else {
      return NextStep("\(text). Name DynamoDB's endpoint alone, in AWS_ENDPOINT_URL_DYNAMODB")
    }
    return NextStep(
      "\(text). Name DynamoDB's endpoint alone",
      commands: .shell(#"export AWS_ENDPOINT_URL_DYNAMODB="$AWS_ENDPOINT_URL"; unset AWS_ENDPOINT_URL"#)
    )
  }

  package static let isItTheAddress = NextStep(
    "Is it the right address? It comes from --endpoint-url or AWS_ENDPOINT_URL. To see each request",
    commands: .again(flags: ["--verbose"])
  )
  package static let nameAuthorities = NextStep(
    "If your network has its own certificate authority, name its file in AWS_CA_BUNDLE"
  )
  package static let checkProxy = NextStep(
    "Check https_proxy, http_proxy and all_proxy; HTTP_PROXY, in capitals, is not read"
  )
  package static func checkScheme(_ endpoint: String) -> NextStep {
    NextStep("Does a server with TLS listen at \(endpoint)? If it speaks http, write the endpoint with http")
  }

  /// - Parameters:
  ///   - origin: Of the endpoint, with https.
  ///   - source: Who named it.
  package static func useHTTP(insteadOf origin: String, source: String?) -> NextStep {
    let from = source.map { " (it comes from \($0))" } ?? ""
    return NextStep(
      "Write the endpoint with http\(from)",
      commands: .again(["--endpoint-url": "http" + origin.dropFirst("https".count)])
    )
  }

  package static let checkNetwork = NextStep(
    "Check the network and the endpoint, then run it again",
    commands: .again()
  )

  package static func checkHost(region: String) -> NextStep {
    NextStep("Check the region (\(region)), the endpoint and the network")
  }

  package static let nameRegion = NextStep("Name a region with --region, or set AWS_REGION")
  package static let addProd = NextStep("To work on production add the argument prod")
  package static let writeEndpoint = NextStep(
    "Write it with its scheme and without a user, such as http://localhost:8000"
  )

  package static func writeWithHTTPS(_ endpoint: String) -> NextStep {
    NextStep(
      "Write it with https; to use plain http all the same, say so on the command line",
      commands: .again(["--endpoint-url": endpoint])
    )
  }

  package static let writeServiceWithHTTPS = NextStep("Write its endpoint with https")

  package static let otherPort = NextStep(
    "Name another port, here or in PORT; 0 is any that is free",
    commands: .again(["--port": "0"])
  )
  package static let listenElsewhere = NextStep(
    "Name an address of this machine; 0.0.0.0 is all of them",
    commands: .again(["--listen": "127.0.0.1"])
  )
}
