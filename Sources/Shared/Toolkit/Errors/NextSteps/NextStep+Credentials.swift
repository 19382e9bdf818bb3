/// Suggestions about credentials.
extension NextStep {
  package static let localKeys = NextStep("DynamoDB Local takes access keys of letters and digits only")
  /// - Parameter identity: The command that says who signs.
  package static func checkKeys(by identity: String) -> NextStep {
    NextStep("Check the access key and its secret", commands: .shell(identity))
  }

  package static let findCredentials = NextStep(
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile with --profile, or make one",
    commands: .aws(["configure"])
  )
  package static let otherProfile = NextStep(
    "Take another profile with --profile, or see each request",
    commands: .again(flags: ["--verbose"])
  )

  package static func signInAgain(source: String) -> NextStep {
    NextStep("Sign in again: the credentials from \(source) are too old")
  }

  package static let checkSystemClock = NextStep(
    "Sign in again; and see whether this machine's clock is right",
    commands: .shell("date -u")
  )

  package static let setSystemClock = NextStep("Set this machine's clock", commands: .shell("date -u"))

  package static func login(profile: String) -> NextStep {
    NextStep("Sign in", commands: .aws(["login", "--profile", profile]))
  }

  package static let raiseHopLimit = NextStep(
    "In a container, set the hop limit",
    commands: .aws([
      "ec2", "modify-instance-metadata-options", "--instance-id", "ID", "--http-put-response-hop-limit", "2",
    ])
  )
  package static let allowSignInRenewal = NextStep(
    "The user needs the permission signin:CreateOAuth2Token"
  )

  package static func ssoLogin(profile: String) -> NextStep {
    NextStep("Sign in", commands: .aws(["sso", "login", "--profile", profile]))
  }

  package static func configureSSO(profile: String) -> NextStep {
    NextStep("Configure it", commands: .aws(["configure", "sso", "--profile", profile]))
  }

  package static let takeOutOfProfile = NextStep("Take it out of the profile")

  package static func checkSSO(profile: String) -> NextStep {
    NextStep("Check sso_account_id, sso_role_name and sso_region of profile \(profile)")
  }

  package static func signInAtTerminal(profile: String) -> NextStep {
    NextStep(
      "Sign in at a terminal first",
      commands: .aws(["sts", "get-caller-identity", "--profile", profile])
    )
  }

  package static func seeProfile(_ profile: String) -> NextStep {
    NextStep(
      "See it in the config file",
      commands: .aws(["configure", "list", "--profile", profile])
    )
  }

  package static let listProfiles = NextStep(
    "Profiles are the [profile NAME] sections of ~/.aws/config",
    commands: .shell("aws configure list-profiles")
  )
  package static let writeContainerURL = NextStep("Write it like http://localhost:8080/credentials")
  package static let secureContainerURL = NextStep(
    "Use https, or an address of this machine or of the container service"
  )
  package static let seeProcess = NextStep("What it said is above; run it by hand to see more")
  package static let setProcess = NextStep("Set credential_process to a program and its arguments")
  package static let processShape = NextStep(
    #"It must print {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …, "SessionToken": …, "Expiration": …}"#
  )
}
