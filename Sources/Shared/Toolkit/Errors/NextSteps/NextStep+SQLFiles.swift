/// Suggestions about `.sql` files.
extension NextStep {
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
