import FoundationEssentials
import TestSupport
import Testing
import Toolkit

@testable import AWS

@Suite struct ProfileTests {
  private static let config = """
    [default]
    region = default-config
    output = json
    [profile a]
    region = a-config
    [profile b]
    region = b-config
    [profile c]
    region = c-config
    [ignored]
    region = ignored
    """

  @Test(
    arguments: [
      (nil, [:], "default"), ("a", [:], "a"), (nil, ["AWS_PROFILE": "b"], "b"),
      (nil, ["AWS_DEFAULT_PROFILE": "c"], "c"),
      (nil, ["AWS_PROFILE": "b", "AWS_DEFAULT_PROFILE": "c"], "b"),
      ("a", ["AWS_PROFILE": "b", "AWS_DEFAULT_PROFILE": "c"], "a"), (nil, ["AWS_PROFILE": ""], "default"),
      (nil, ["AWS_PROFILE": "", "AWS_DEFAULT_PROFILE": "c"], "c"),
      (nil, ["AWS_PROFILE": "default"], "default"),
    ] as [(String?, [String: String], String)]
  )
  func `the flag precedes AWS_PROFILE, which precedes AWS_DEFAULT_PROFILE; empty is unset`(
    flag: String?,
    variables: [String: String],
    name: String
  ) throws {
    let profile = try AWSFiles(config: Self.config).profile(flag, variables)
    #expect(profile.name == name)
    #expect(profile["region"] == "\(name)-config")
    #expect(profile.isFromFlag == (flag != nil))
  }

  @Test(arguments: ["nowhere", "ignored", "A", "profile a"])
  func `a named profile that is in neither file is an error`(name: String) throws {
    let files = try AWSFiles(config: Self.config, credentials: "[profile nowhere]\nregion = x")
    for (flag, variables) in [(name, [:]), (nil, ["AWS_PROFILE": name])] as [(String?, [String: String])] {
      let error = try toolError { _ = try files.profile(flag, variables) }
      #expect(error.code == .configuration)
      #expect(error.message == "The config profile (\(name)) could not be found")
    }
  }

  @Test func `without files there is a default profile, and it is empty`() throws {
    let profile = try AWSFiles().profile()
    #expect(profile.name == "default")
    #expect(profile["region"] == nil)
    #expect(try Profile(flag: nil, environment: Environment([:])).name == "default")
    #expect(try AWSFiles().profile("default").name == "default")
  }

  @Test func `the files are in the home directory unless variables name others`() throws {
    let files = try AWSFiles(config: Self.config)
    let path = try #require(files.variables["AWS_CONFIG_FILE"])
    let home = try #require(path.lastIndex(of: "/"))
    let environment = Environment(["HOME": String(path[..<home]), "AWS_CONFIG_FILE": "~/config"])
    #expect(try Profile(flag: nil, environment: environment)["region"] == "default-config")
  }

  @Test func `variables in the files' names are resolved`() throws {
    let files = try AWSFiles(config: Self.config, credentials: "[default]\noutput = keys")
    let path = try #require(files.variables["AWS_CONFIG_FILE"])
    let folder = try #require(path.lastIndex(of: "/"))
    let environment = Environment([
      "FOLDER": String(path[..<folder]), "AWS_CONFIG_FILE": "$FOLDER/config",
      "AWS_SHARED_CREDENTIALS_FILE": "${FOLDER}/credentials",
    ])
    let profile = try Profile(flag: nil, environment: environment)
    #expect(profile["region"] == "default-config" && profile["output"] == "keys")
  }

  @Test func `without HOME the home directory is that of the user database`() throws {
    let home = try ProfileWorld("").home
    try FileManager.default.createDirectory(atPath: home.path(of: ".aws"), withIntermediateDirectories: true)
    _ = try home.file(".aws/config", Self.config.utf8)
    let environment = Environment(["HOME": ""]) { user in user == nil ? home.path : nil }
    #expect(try Profile(flag: nil, environment: environment)["region"] == "default-config")
  }

  @Test func `locally a profile that a variable names need not exist`() throws {
    let environment = try AWSFiles(config: Self.config).environment(["AWS_PROFILE": "ghost"])
    let profile = try Profile(flag: nil, environment: environment, stage: .local)
    #expect(profile.name == "ghost" && profile["region"] == nil)
    #expect(profile.absence?.message == "The config profile (ghost) could not be found")
    #expect(throws: ToolError.self) { try Profile(flag: "ghost", environment: environment, stage: .local) }
    #expect(try AWSFiles(config: Self.config).profile("a").absence == nil)
  }

  @Test func `a folder at the path of a default file is a warning, at a named path an error`() throws {
    let home = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: home.path(of: ".aws/config"),
      withIntermediateDirectories: true
    )
    _ = try home.file(".aws/credentials", Self.config.utf8)
    let usual = try Profile(flag: nil, environment: Environment(["HOME": home.path]))
    #expect(
      usual.warnings
        == ["cannot read \(home.path)/.aws/config: Is a directory; going on without it"]
    )
    #expect(usual["region"] == "default-config")
    let named = ["HOME": home.path, "AWS_CONFIG_FILE": home.path(of: ".aws/config")]
    let error = try toolError { _ = try Profile(flag: nil, environment: Environment(named)) }
    #expect(error.message.hasSuffix("Is a directory (AWS_CONFIG_FILE)"))
  }

  @Test func `a HOME that is not a folder gives warnings, and no settings`() throws {
    let profile = try Profile(flag: nil, environment: Environment(["HOME": "/dev/null"]))
    #expect(profile.warnings.count == 2 && profile.warnings.allSatisfy { $0.contains("Not a directory") })
  }

  @Test func `where both files have a setting, the credentials file takes precedence`() throws {
    let files = try AWSFiles(
      config: Self.config,
      credentials: "[default]\nregion = keys\n[only]\nregion = only"
    )
    #expect(try files.profile()["region"] == "keys")
    #expect(try files.profile()["output"] == "json")
    #expect(try files.profile("only")["region"] == "only")
  }

  @Test func `a setting without a value is absent`() throws {
    let files = try AWSFiles(config: "[default]\nregion = x\na =", credentials: "[default]\nregion =")
    #expect(try files.profile()["region"] == "x")
    #expect(try files.profile()["a"] == nil)
  }

  @Test func `[profile default] takes precedence over [default]`() throws {
    let text = "[profile default]\nregion = long\n[default]\nregion = short\noutput = text"
    let profile = try AWSFiles(config: text).profile()
    #expect(profile["region"] == "long")
    #expect(profile["output"] == nil)
  }

  @Test func `services that a profile names must be in the config file`() throws {
    let files = try AWSFiles(config: "[default]\nservices = local")
    let error = try toolError { _ = try files.profile() }
    #expect(error.code == .configuration)
    #expect(error.message == "profile default names [services local], which is not in the config file")
  }

  @Test func `the endpoint of a service takes precedence over that of the profile`() throws {
    let config = """
      [default]
      services = local
      endpoint_url = http://all
      [services local]
      dynamodb =
        endpoint_url = http://dynamodb
      """
    let profile = try AWSFiles(config: config).profile()
    #expect(profile.endpoint(of: .dynamoDB)?.url == "http://dynamodb")
    #expect(profile.endpoint(of: .dynamoDB)?.source == "endpoint_url of [services local]")
    #expect(profile.endpoint(of: .cognito)?.url == "http://all")
    #expect(profile.endpoint(of: .cognito)?.source == "endpoint_url of profile default")
    #expect(try AWSFiles().profile().endpoint(of: .dynamoDB) == nil)
  }

  @Test func `a broken or unreadable file is an error that names it`() throws {
    let broken = try AWSFiles(config: "[default]\nregion")
    #expect(try toolError { _ = try broken.profile() }.message.hasSuffix("/config:2: a setting without ="))
    let folder = try TemporaryFolder()
    let bytes = try folder.file("latin1", Array("[default]\na = ".utf8) + [0xE9])
    for path in [bytes, folder.path] {
      let environment = Environment(["AWS_CONFIG_FILE": path])
      #expect(try toolError { _ = try Profile(flag: nil, environment: environment) }.message.contains(path))
    }
  }
}
