import ArgumentParser

@testable import cognito_list_users
@testable import cruddur_api
@testable import cruddur_doctor
@testable import cruddur_messaging_stream
@testable import db_create
@testable import db_drop
@testable import db_schema_load
@testable import db_seed
@testable import db_setup
@testable import db_update_cognito_user_ids
@testable import ddb_drop
@testable import ddb_list_tables
@testable import ddb_load
@testable import ddb_patterns
@testable import ddb_scan
@testable import ddb_schema_load
@testable import ddb_seed
@testable import ddb_setup

/// The tools whose command lines all get the same tests.
enum CommandLineTools {
  static let all: [any ParsableCommand.Type] = [
    CognitoListUsers.self, CruddurAPI.self, CruddurDoctor.self, CruddurMessagingStream.self, DBCreate.self,
    DBDrop.self, DBSchemaLoad.self, DBSeed.self, DBSetup.self, DBUpdateCognitoUserIDs.self, DDBDrop.self,
    DDBListTables.self, DDBLoad.self, DDBPatterns.self, DDBScan.self, DDBSchemaLoad.self, DDBSeed.self,
    DDBSetup.self,
  ]
}
