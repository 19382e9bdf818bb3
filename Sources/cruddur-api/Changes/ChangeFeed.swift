import Synchronization
import Toolkit

/// Which conversations have new messages. Each change has a number, and numbers only grow.
final class ChangeFeed: Sendable {
  /// The answer to a user.
  struct Reading: Sendable, Equatable {
    /// The newest change's number, with which the next request begins.
    let number: Int
    /// The caller's conversations that have changed since.
    var groups: [String] = []
    /// Whether those are all. They are not after a restart, and for a number that is too old.
    var isComplete = true
    /// Whether changes are followed at all: without a stream none is reported.
    let hasStream: Bool
  }

  private struct Change {
    let number: Int
    let group: String
    /// The uuids of the users who see it.
    let users: Set<String>
  }

  private struct State {
    /// Changes up to this one are no longer known.
    var forgotten: Int
    var number: Int
    var changes: [Change] = []
    var hasStream = false
    var isStopped = false
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    var lastWait = 0
  }

  /// Changes that are kept.
  private static let maximumKept = 10_000

  private let state: Mutex<State>

  /// - Parameter start: Numbers begin there, so that those of an earlier run are too old.
  init(start: Timestamp) {
    let first = Int(start.microseconds / 1_000)
    state = Mutex(State(forgotten: first, number: first))
  }

  /// The table's stream is followed from now on, or no longer. Changes in between are not known.
  func follow(_ isFollowing: Bool) {
    wake { state in
      state.hasStream = isFollowing
      state.number += 1
      state.forgotten = state.number
      state.changes = []
    }
  }

  func add(group: String, users: Set<String>) {
    wake { state in
      state.number += 1
      state.changes.append(Change(number: state.number, group: group, users: users))
      guard state.changes.count > Self.maximumKept else { return }
      state.forgotten = state.changes[Self.maximumKept / 2 - 1].number
      state.changes.removeFirst(Self.maximumKept / 2)
    }
  }

  /// Answers all who wait; nobody waits from now on.
  func stop() { wake { $0.isStopped = true } }

  /// What has changed for a user; waits where nothing has.
  ///
  /// - Parameter number: Of the last answer; nil for the newest, at once.
  func changes(after number: Int?, of user: String, within limit: Duration) async -> Reading {
    let end = ContinuousClock.now + limit
    while true {
      let (reading, isFinal) = reading(after: number, of: user)
      if isFinal || Task.isCancelled || end <= .now { return reading }
      await wait(until: end, after: reading.number)
    }
  }

  private func reading(after number: Int?, of user: String) -> (Reading, isFinal: Bool) {
    state.withLock { state in
      var reading = Reading(number: state.number, hasStream: state.hasStream)
      guard let number else { return (reading, true) }
      guard (state.forgotten...state.number).contains(number) else {
        reading.isComplete = false
        return (reading, true)
      }
      for change in state.changes where change.number > number && change.users.contains(user) {
        if !reading.groups.contains(change.group) { reading.groups.append(change.group) }
      }
      return (reading, !reading.groups.isEmpty || !state.hasStream || state.isStopped)
    }
  }

  private func wait(until end: ContinuousClock.Instant, after number: Int) async {
    let id = state.withLock { state in
      state.lastWait += 1
      return state.lastWait
    }
    let timer = Task {
      try await Task.sleep(until: end, clock: .continuous)
      release(id)
    }
    defer { timer.cancel() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let waits = state.withLock { state in
          guard state.number == number, !state.isStopped, !Task.isCancelled, end > .now else { return false }
          state.waiting[id] = continuation
          return true
        }
        if !waits { continuation.resume() }
      }
    } onCancel: {
      release(id)
    }
  }

  private func release(_ id: Int) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
  }

  private func wake(_ change: (inout State) -> Void) {
    let waiting = state.withLock { state in
      change(&state)
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.resume() }
  }
}
