import Testing

@testable import Toolkit

@Suite struct NetworkHostTests {
  @Test(arguments: [
    "localhost", "LOCALHOST", "localhost.", "a.localhost", "127.0.0.1", "127.1", "0x7f000001", "::1", "[::1]",
    "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1",
  ])
  func `this machine is local, however it is spelled`(host: String) {
    #expect(NetworkHost(host).isLoopback && NetworkHost(host).isLocal)
  }

  @Test(arguments: [
    "db", "postgres", "dynamodb-local", "my-mac.local", "host.docker.internal", "10.1.2.3", "172.16.0.1",
    "172.31.255.255", "192.168.1.1", "169.254.1.1", "0.0.0.0", "fd00::1", "fe80::1%eth0", "[fe80::1]", "::",
    "8000-omenking-cruddur-a1b2.ws-eu90.gitpod.io", "user-8000.app.github.dev", "user-8000.githubpreview.dev",
    "localhost.localstack.cloud", "a.ngrok.io", "a.ngrok-free.app", "A.NGROK.IO",
  ])
  func `a container, a private network or a development port is local, but not this machine`(host: String) {
    #expect(NetworkHost(host).isLocal && !NetworkHost(host).isLoopback)
  }

  @Test(arguments: [
    "x.rds.amazonaws.com", "dynamodb.us-east-1.amazonaws.com", "db.example.com", "8.8.8.8", "172.15.0.1",
    "172.32.0.1", "192.169.0.1", "0x08080808", "134744072", "2600::1", "::ffff:8.8.8.8", "gitpod.io",
    "ngrok.io",
    "evilgitpod.io", "a.gitpod.io.example.com", "local.example.com", "localhost.example.com",
    "x.docker.internal",
  ])
  func `any other place is not local`(host: String) {
    #expect(!NetworkHost(host).isLocal)
  }
}
