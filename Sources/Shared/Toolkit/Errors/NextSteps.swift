/// All that the suite's errors suggest, in one place, so that it can be read as a set.
extension NextStep {
  // MARK: - Any tool

  package static func confirmAhead() -> NextStep {
    NextStep("Nothing was sent. To go ahead without being asked", .again(flags: ["--yes"]))
  }

  package static func seeHelp(of command: String) -> NextStep {
    NextStep("To see what it takes", .shell("\(command) --help"))
  }

  package static let isItTheFile = NextStep("Is it the right file?")
  package static let runAgain = NextStep("Run it again", .again())
  package static let seeVerbose = NextStep("To see each request", .again(flags: ["--verbose"]))

  // MARK: - The place that AWS requests go to

  package static let startStack = NextStep("Is the local stack up? Start it", .shell("scripts/stack up"))
  package static let isItTheAddress = NextStep(
    "Is it the right address? It comes from --endpoint-url or AWS_ENDPOINT_URL. To see each request",
    .again(flags: ["--verbose"])
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

  package static let checkNetwork = NextStep(
    "Check the network and the endpoint, then run it again",
    .again()
  )

  package static func checkHost(region: String) -> NextStep {
    NextStep("Check the region (\(region)), the endpoint and the network")
  }

  package static let nameRegion = NextStep("Name a region with --region, or set AWS_REGION")
  package static let sayProd = NextStep("To work on production say: prod")
  package static let writeEndpoint = NextStep(
    "Write it with its scheme and without a user, such as http://localhost:8000"
  )

  package static func writeWithHTTPS(_ endpoint: String) -> NextStep {
    NextStep(
      "Write it with https; to use plain http all the same, say so on the command line",
      .again(["--endpoint-url": endpoint])
    )
  }

  package static let writeServiceWithHTTPS = NextStep("Write its endpoint with https")

  // MARK: - Credentials

  package static let localKeys = NextStep("DynamoDB Local takes access keys of letters and digits only")
  package static let checkKeys = NextStep(
    "Check the access key and its secret",
    .shell("aws sts get-caller-identity")
  )
  package static let findCredentials = NextStep(
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile",
    .shell("aws configure")
  )
  package static let otherProfile = NextStep(
    "Take another profile with --profile, or see each request",
    .again(flags: ["--verbose"])
  )

  package static func signInAgain(source: String) -> NextStep {
    NextStep("Sign in again: the credentials from \(source) are too old")
  }

  package static let checkSystemClock = NextStep(
    "Sign in again; and see whether this machine's clock is right",
    .shell("date -u")
  )

  package static func login(profile: String) -> NextStep {
    NextStep("Sign in", .shell("aws login --profile \(profile)"))
  }

  package static let raiseHopLimit = NextStep(
    "In a container, set the hop limit",
    .shell(
      "aws ec2 modify-instance-metadata-options --instance-id ID --http-put-response-hop-limit 2"
    )
  )
  package static let allowSignInRenewal = NextStep(
    "The user needs the permission signin:CreateOAuth2Token"
  )

  package static func ssoLogin(profile: String) -> NextStep {
    NextStep("Sign in", .shell("aws sso login --profile \(profile)"))
  }

  package static func configureSSO(profile: String) -> NextStep {
    NextStep("Configure it", .shell("aws configure sso --profile \(profile)"))
  }

  package static let takeOutOfProfile = NextStep("Take it out of the profile")

  package static func checkSSO(profile: String) -> NextStep {
    NextStep("Check sso_account_id, sso_role_name and sso_region of profile \(profile)")
  }

  package static func signInAtTerminal(profile: String) -> NextStep {
    NextStep("Sign in at a terminal first", .shell("aws sts get-caller-identity --profile \(profile)"))
  }

  package static func seeProfile(_ profile: String) -> NextStep {
    NextStep("See it in the config file", .shell("aws configure list --profile \(profile)"))
  }

  package static let listProfiles = NextStep(
    "Profiles are the [profile NAME] sections of ~/.aws/config",
    .shell("aws configure list-profiles")
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

  // MARK: - Tables

  package static let messagesTable = "cruddur-messages"

  /// After a refusal of an operation on a table.
  package static func after(_ error: ServiceError, operation: String, table: String) -> NextStep? {
    switch error.code {
    case "ResourceInUseException": NextStep("See what is there", .tool("ddb-list-tables"))
    case "ResourceNotFoundException" where operation == "DeleteTable":
      NextStep("See what is there", .tool("ddb-list-tables"))
    case "ResourceNotFoundException" where table == messagesTable:
      NextStep("See what is there, or create the table", .tool("ddb-list-tables"), .tool("ddb-schema-load"))
    case "ResourceNotFoundException":
      NextStep("See what is there, and name another table with --table", .tool("ddb-list-tables"))
    default: nil
    }
  }

  package static func didYouMean(_ names: [String]) -> NextStep {
    NextStep("Did you mean \(names.joined(separator: " or "))?")
  }

  package static let nameCheckpoint = NextStep("Name another file with --checkpoint")

  package static func enableStream(table: String) -> NextStep {
    NextStep(
      "Enable it",
      .tool("ddb-schema-load", ["--if-not-exists", "--stream", "--table", table])
    )
  }

  package static func describeTable(_ table: String) -> NextStep {
    NextStep("See how it goes on", .shell("aws dynamodb describe-table --table-name \(table)"))
  }

  /// - Parameters:
  ///   - key: In DynamoDB's JSON.
  ///   - endpoint: Where the table is, when that is not AWS.
  package static func seeItem(_ key: String, table: String, endpoint: String?) -> NextStep {
    let words = ["--table-name", table, "--key", key] + (endpoint.map { ["--endpoint-url", $0] } ?? [])
    let quoted = words.map(CommandLineText.quoted).joined(separator: " ")
    return NextStep("See the item as it is stored", .shell("aws dynamodb get-item \(quoted)"))
  }

  package static let raiseCapacity = NextStep("Raise its write capacity, or try again later")
  package static let makeTableTemplate = NextStep(
    "Make a template",
    .shell("aws dynamodb create-table --generate-cli-skeleton")
  )

  package static func fewerSegments(_ count: Int) -> NextStep {
    NextStep("Take at most \(count) segments, or raise the limit", .shell("ulimit -n 65536"))
  }

  // MARK: - Conversations

  package static let conversationForm = NextStep(
    "Nothing was written. Each line must begin with \"Person 1: \" or \"Person 2: \""
  )
  package static let shortenMessage = NextStep("Nothing was written. Shorten the message")
  package static let waitForTable = NextStep(
    "Nothing was written. Wait until the table is ACTIVE",
    .tool("ddb-schema-load", ["--if-not-exists"])
  )

  /// - Parameter isAtHand: Whether the conversation can be named again: a pipe cannot.
  package static func finishSeed(start: String, isAtHand: Bool) -> NextStep {
    isAtHand
      ? NextStep("Finish with", .again(["--start": start]))
      : NextStep(
        "Finish with the same conversation in FILE",
        .again(["--start": start, "--conversation": "FILE"])
      )
  }

  package static func listConversations(of handle: String) -> NextStep {
    NextStep(
      "See the conversations that there are",
      .tool("ddb-patterns", ["list-conversations", "--handle", handle])
    )
  }

  package static func writeIntoGroup(_ group: String, from handle: String, message: String) -> NextStep {
    NextStep(
      "Write into it, or begin another one with --new",
      .tool("ddb-patterns", ["create-message", "--group", group, "--from", handle, message])
    )
  }

  // MARK: - User pools

  package static let namePool = NextStep(
    "Set it to the pool's id, such as us-east-1_AbCdEfGhI",
    .shell("aws cognito-idp list-user-pools --max-results 60")
  )
  package static let uniqueHandles = NextStep("Give each user a preferred_username of its own")

  // MARK: - PostgreSQL

  package static let writeConnectionURL = NextStep("Write postgresql://user:password@host:5432/cruddur")
  package static let setProdURL = NextStep(
    "Set PROD_CONNECTION_URL to postgresql://user:password@host:5432/cruddur"
  )
  package static let setLocalURL = NextStep(
    "Set CONNECTION_URL to postgresql://user:password@localhost:5432/cruddur"
  )

  package static func checkPassword(in source: String) -> NextStep {
    NextStep("Check the user and the password in \(source)")
  }

  package static let startPostgres = NextStep("Is PostgreSQL up? Start it", .shell("scripts/stack up"))

  package static func checkServer(in source: String) -> NextStep {
    NextStep("Is PostgreSQL up? Check the host and the port in \(source)")
  }

  package static func checkTLS(in source: String) -> NextStep {
    NextStep("Check \(source); it uses TLS unless it says sslmode=disable or prefer")
  }

  package static let createDatabase = NextStep("Create it", .tool("db-create"))
  package static let keepOrDropDatabase = NextStep(
    "Leave it as it is, or drop it with all its rows",
    .tool("db-create", ["--if-not-exists"]),
    .tool("db-drop")
  )
  package static let loadSchema = NextStep("Load the schema", .tool("db-schema-load"))
  package static let createMissingTable = NextStep(
    "One of its tables is there: make the other with its CREATE TABLE from fixtures/schema.sql, by psql"
  )
  package static let addColumn = NextStep(
    "The table lacks a column of Cruddur's: add it with ALTER TABLE … ADD COLUMN, as fixtures/schema.sql has it"
  )
  package static let seedUsers = NextStep("There are no users yet. For phidel and Sama", .tool("db-seed"))

  package static func chooseHandle(_ handles: String) -> NextStep {
    NextStep("Choose a handle that is there: \(handles)")
  }

  package static let oneUserAHandle = NextStep(
    "Let one keep it: UPDATE public.users SET handle = … WHERE uuid = … for each of the others, or delete them"
  )

  package static func allowCreating(role: String) -> NextStep {
    NextStep("Have an administrator run", .shell("ALTER ROLE \(role) CREATEDB"))
  }

  package static func namesDatabase(source: String) -> NextStep {
    NextStep("Does \(source) name a database?")
  }

  package static func endSessions(_ sessions: String) -> NextStep {
    NextStep("In it: \(sessions). To end them", .again(flags: ["--force"]))
  }

  /// The server's own hint.
  package static func server(_ hint: String?) -> NextStep? { hint.map { NextStep($0) } }

  // MARK: - SQL files

  package static let lookBeforeAgain = NextStep("Look there before you run it again")
  package static let runByItself = NextStep(
    "The file is one transaction. Run this statement by itself, with psql"
  )
  package static let installContrib = NextStep(
    "Install PostgreSQL's contrib package on the server (Debian: postgresql-contrib)"
  )
  package static let applyWithPsql = NextStep("Take it out, or apply the file with psql")
  package static let writeAsInsert = NextStep(
    "Write the rows as INSERT (pg_dump --inserts), or apply the file with psql"
  )
  package static let takeOutTransactions = NextStep(
    "Take out BEGIN, COMMIT and ROLLBACK: all of the file takes effect, or nothing"
  )
  package static let saveAsUTF8 = NextStep("Save the file as UTF-8")
  package static let addSemicolon = NextStep("Is there a semicolon missing before it?")
  package static let quoteBody = NextStep(
    "A function's body is between two equal dollar quotes, without blanks in them: AS $$ … $$"
  )
  package static let closeComment = NextStep("Comments nest: each /* needs a */ of its own")
  package static let closeDollarQuote = NextStep(
    "A dollar quote ends as it begins, letter by letter: $$ … $$, $body$ … $body$"
  )

  package static func setVariable(_ variable: String, name: String) -> NextStep {
    NextStep(
      "\(variable) is a variable of psql: write its value there, or apply the file with psql -v \(name)=…"
    )
  }

  package static func keepOrReplace(create: String, drop: String, losesRows: Bool) -> NextStep {
    NextStep(
      "To keep the one that is there write \(create) IF NOT EXISTS; "
        + "to replace it\(losesRows ? ", and lose its rows," : "") put DROP \(drop) IF EXISTS before it"
    )
  }

  package static func createOrReplace(_ kind: String) -> NextStep {
    NextStep("To replace the one that is there write CREATE OR REPLACE \(kind)")
  }

  package static func leaveOut(drop: String, before place: String) -> NextStep {
    NextStep("\(takeOut.text); to replace it put DROP \(drop) IF EXISTS before \(place)")
  }

  package static let takeOut = NextStep("To keep the one that is there take the statement out")
  package static let addColumnIfNotExists = NextStep(
    "To keep the column that is there write ADD COLUMN IF NOT EXISTS"
  )

  package static func leaveOutRole(_ role: String) -> NextStep {
    NextStep(
      "\(role) is a role of Amazon RDS, which other servers lack: take the statement out, "
        + "or make the dump with pg_dump --no-owner --no-privileges"
    )
  }

  package static let findUser = NextStep(
    "The sub-select found no user for user_uuid: is its handle among those of public.users?"
  )
}
