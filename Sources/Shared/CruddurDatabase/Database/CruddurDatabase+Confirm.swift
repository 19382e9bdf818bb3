import Cruddur
import Postgres
import Toolkit

extension CruddurDatabase {
  /// Asks for confirmation, in production, before the database's data is changed; see `Confirmation`.
  ///
  /// - Parameter action: as it reads before "the database": `drop`, `drop the users and activities of`.
  /// - Throws: `ToolError` with the code `.notConfirmed`.
  package func confirm(to action: String, in context: Context, options: ConfirmationOptions) throws {
    let confirmation = Confirmation(action: "\(action) the database \(target)", name: target.database)
    try confirmation.require(in: context, options: options)
  }
}
