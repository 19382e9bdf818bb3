import AWS
import Cruddur
import CruddurAWS
import CruddurDatabase
import HTTPServer
import Toolkit

/// `POST /api/messages`: a message into a conversation, or to a partner.
struct NewMessageRequest: Sendable {
  private enum Destination {
    case group(String)
    case partner(handle: String)

    /// What the request says, however its JSON is written: a client may write the members of an object in
    /// another order when it repeats the request.
    func content(with text: String) -> JSONValue {
      switch self {
      case .group(let id): ["message": .string(text), "message_group_uuid": .string(id)]
      case .partner(let handle): ["message": .string(text), "handle": .string(handle)]
      }
    }
  }

  private let sender: User
  private let text: String
  private let destination: Destination
  private let key: IdempotencyKey?

  /// - Throws: `Refusal`. As in the course, of several faults that of the message is reported.
  init(_ request: ServerRequest, from sender: User) throws(Refusal) {
    let body = try RequestBody.object(of: request)
    self.sender = sender
    text = try Self.text(body)
    destination = try Self.destination(body)
    key = try Self.key(request, sender: sender, content: destination.content(with: text))
  }

  private static func text(_ body: JSONValue) throws(Refusal) -> String {
    let text = body["message"]?.string ?? ""
    switch MessageText.fault(in: text) {
    case .blank: throw .unprocessable("message_blank")
    case .tooLong: throw .unprocessable("message_exceed_max_chars")
    case nil: return text
    }
  }

  /// A request with a conversation's id is for that conversation, even where the id is empty.
  private static func destination(_ body: JSONValue) throws(Refusal) -> Destination {
    if let group = body["message_group_uuid"], group != .null {
      guard let id = group.string, !id.isEmpty else { throw .unprocessable("message_group_uuid_blank") }
      return .group(id)
    }
    guard let handle = body["handle"]?.string, !handle.isEmpty else {
      throw .unprocessable("user_reciever_handle_blank")
    }
    return .partner(handle: handle)
  }

  /// Printable ASCII without blanks.
  private static func key(
    _ request: ServerRequest,
    sender: User,
    content: JSONValue
  ) throws(Refusal) -> IdempotencyKey? {
    let values = request.headers.values(of: "Idempotency-Key")
    guard let value = values.first else { return nil }
    guard values.count == 1, (1...200).contains(value.utf8.count),
      value.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw .unprocessable("idempotency_key_invalid") }
    return IdempotencyKey(user: sender.uuid, key: value, request: Array(content.text(.compact).utf8))
  }

  /// Writes the message.
  ///
  /// - Returns: The message; only the group's id where a conversation was begun.
  func perform(_ services: Services) async throws -> JSONValue {
    do {
      switch destination {
      case .group(let id):
        try Membership.checkForm(of: id)
        guard try await services.messages.isMember(sender, of: id) else { throw Membership.refusal }
        return try await send(to: id, services: services)
      case .partner(let handle): return try await send(toPartner: handle, services: services)
      }
    } catch is IdempotencyKey.Reused {
      throw Refusal.unprocessable("idempotency_key_reused")
    }
  }

  private func send(toPartner handle: String, services: Services) async throws -> JSONValue {
    guard let partner = try await services.users.user(withHandle: handle) else {
      throw Refusal(404, error: "nobody has this handle")
    }
    guard partner.uuid != sender.uuid else { throw Refusal.unprocessable("user_reciever_handle_blank") }
    if let group = try await services.messages.group(of: sender.uuid, with: partner.uuid) {
      return try await send(to: group.id, services: services)
    }
    return try await services.messages.createGroup(
      text,
      from: sender,
      to: partner,
      key: key
    )
  }

  private func send(to group: String, services: Services) async throws -> JSONValue {
    try await services.messages.send(text, from: sender, to: group, key: key)
  }
}
