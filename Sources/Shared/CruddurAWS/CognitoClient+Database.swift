import AWS
import Toolkit

extension CognitoClient {
  /// Warns where only one of pool and database is local: the users then get ids of an unrelated pool.
  ///
  /// - Parameter database: Its name for messages.
  package func warnIfOnlyOneIsLocal(database: String, isLocal: Bool, console: Console) {
    guard aws.target.endpoint.isLocal != isLocal else { return }
    let (pool, place) = isLocal ? ("not local", "local") : ("local", "not local")
    console.warn(
      "user pool \(userPool) at \(aws.target.endpoint) is \(pool), and the database \(database) is \(place): "
        + "the users in this database get the ids of that pool"
    )
  }
}
