import TestSupport
import Testing
import Toolkit

@testable import AWS

/// `prod` leaves out local endpoints, and local runs refuse others: look-alikes must be told apart.
@Suite struct EndpointPlaceTests {
  static let loopback = [
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1", "127.1.2.3", "127.255.255.255",
    "[::1]",
    "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.1", "0x7f.1", "0x7f000001",
    "2130706433",
    "0177.0.0.1", "127.0.0.1.",
  ]
  static let alsoLocal = [
    "dynamodb-local", "moto", "nas.local", "a.b.local", "NAS.LOCAL.", "host.docker.internal", "10.0.0.1",
    "10.255.0.1",
    "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.170.2", "0.0.0.0", "[::]", "[fe80::1]",
    "[fd00:ec2::254]",
    "[fc00::1]", "[::ffff:10.0.0.1]", "[::ffff:192.168.1.1]", "10.1",
  ]
  static let remote = [
    "dynamodb.us-east-1.amazonaws.com", "example.com", "localhost.evil.example", "127.0.0.1.evil.example",
    "evil-localhost.example", "local.example", "host.docker.internal.example", "x.host.docker.internal",
    "8.8.8.8",
    "128.0.0.1", "126.255.255.255", "11.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.0.1", "192.169.0.1",
    "169.253.0.1", "[2001:db8::1]", "[::2]", "[::ffff:8.8.8.8]", "[ff02::1]", "10.example",
    "127.0.0.1a.example",
    "256.0.0.1.example",
  ]

  private func endpoint(_ host: String) throws -> Endpoint {
    try #require(Endpoint("http://\(host):8000"))
  }

  @Test(arguments: loopback)
  func `this machine is loopback and local`(host: String) throws {
    #expect(try endpoint(host).isLoopback)
    #expect(try endpoint(host).isLocal)
  }

  @Test(arguments: alsoLocal)
  func `containers and private networks are local, but not loopback`(host: String) throws {
    #expect(try endpoint(host).isLocal)
    #expect(try !endpoint(host).isLoopback)
  }

  @Test(arguments: remote)
  func `any other host is neither local nor loopback, whatever it looks like`(host: String) throws {
    #expect(try !endpoint(host).isLocal)
    #expect(try !endpoint(host).isLoopback)
  }

  @Test(arguments: [
    "dynamodb.us-east-1.amazonaws.com", "DYNAMODB.us-east-1.AmazonAWS.com",
    "dynamodb.us-east-1.amazonaws.com.",
    "dynamodb.cn-north-1.amazonaws.com.cn", "dynamodb.us-east-1.api.aws",
    "123456789012.ddb.us-east-1.amazonaws.com",
    "vpce-1.dynamodb.us-east-1.vpce.amazonaws.com", "dynamodb.eusc-de-east-1.amazonaws.eu",
    "dynamodb.us-iso-east-1.c2s.ic.gov", "dynamodb.us-gov-west-1.amazonaws.com", "amazonaws.com",
  ])
  func `AWS's hosts are known`(host: String) throws {
    #expect(try endpoint(host).isAWS)
  }

  @Test(arguments: [
    "amazonaws.com.evil.example", "notamazonaws.com", "amazonaws.com.local",
    "dynamodb.us-east-1.amazonaws.com.evil.com",
    "amazonaws", "amazonaws.org", "my-api.aws", "xapi.aws", "localhost", "127.0.0.1", "amazonaws.co", "aws",
  ])
  func `look-alikes of AWS's hosts are not taken for AWS`(host: String) throws {
    #expect(try !endpoint(host).isAWS)
  }
}
