import AWS
import Toolkit

extension CognitoClient {
  /// Warns where a pool and a database are joined of which one is local and the other is not: its users get ids that mean
  /// nothing there.
  ///
  /// - Parameter database: As people read it.
  package func warnOfOtherWorld(database: String, isLocal: Bool, _ console: Console) {
    guard aws.target.endpoint.isLocal != isLocal else { return }
    let (pool, place) = isLocal ? ("not local", "local") : ("local", "not local")
    console.warn(
      "user pool \(userPool) at \(aws.target.endpoint) is \(pool), and the database \(database) is \(place): "
        + "the users in this database get the ids of that pool"
    )
  }
}
