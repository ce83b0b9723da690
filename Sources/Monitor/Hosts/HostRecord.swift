package import Basics

/// What is known of a host whose datagrams are shown.
package struct HostRecord: Hashable, Sendable {
  /// What the connection is like.
  package enum Condition: Hashable, Sendable {
    case connecting
    case up
    /// The reason, and the time of the next attempt, in nanoseconds of the monotonic clock.
    case gone(Phrase, retry: Int64)
  }

  /// The name in the column of hosts.
  package var name: String
  /// Where ssh connects to: `user@host`.
  package var destination: String
  /// The endpoints at which the host receives.
  package var endpoints: [String]
  package var condition: Condition
  /// Nanoseconds that its clock is ahead of this one, and the time between question and answer: the difference is at most
  /// half of that wrong. `nil` while it is not measured.
  package var clock: (ahead: Int64, roundTrip: Int64)? {
    get { ahead.flatMap { ahead in roundTrip.map { (ahead, $0) } } }
    set { (ahead, roundTrip) = (newValue?.ahead, newValue?.roundTrip) }
  }
  private var ahead: Int64?
  private var roundTrip: Int64?
  /// Datagrams that came from it, those that it sent among them.
  package var datagrams = 0
  /// Datagrams that its kernel dropped, since it was connected last.
  package var kernelDrops = 0
  /// Nanoseconds for which nothing was seen of it, in all.
  package var missed: Int64 = 0
  /// The time since which nothing was seen of it, in nanoseconds of the monotonic clock; `nil` unless it is gone.
  package var goneSince: Int64?
  /// Whether it was connected at any time.
  package var wasConnected = true

  /// Creates what is known of a host at first.
  package init(name: String, destination: String, endpoints: [String], condition: Condition = .connecting) {
    self.name = name
    self.destination = destination
    self.endpoints = endpoints
    self.condition = condition
  }
}

/// A host in the list of hosts.
extension HostRecord: ListEntry {
  static var typing: ListTyping { .cycling }
  var names: [String] { [name] }
}
