import Basics
import PayloadText
import UDPCore

/// One thing that a person sent, and what became of it: its rows come back by the ids of its requests, and what the
/// network refuses afterwards by the peer.
struct Dispatch: Sendable {
  /// The command that sent it.
  enum Kind: Sendable, Hashable {
    case message
    case again
    case file(String)
    /// Sent again and again.
    case repetition
  }

  /// The time within which a refusal by the network counts as an answer to it, in nanoseconds.
  private static let patience: UInt64 = 10_000_000_000
  /// Rows whose numbers are kept, for whether they are hidden.
  private static let mostRows = 4_096

  let kind: Kind
  /// The recipients.
  let peers: [Endpoint]
  /// The size of the first payload, in bytes.
  let size: Int
  /// The time of the last send, in nanoseconds of the monotonic clock.
  private(set) var time: UInt64
  /// The requests that are to become rows, and their peers.
  private var awaited: [TransmitID: Endpoint] = [:]
  /// The numbers of its rows; of many, the first.
  private(set) var rows: [UInt64] = []
  /// Datagrams that this host's kernel took.
  private(set) var sent = 0
  /// The number of times that each peer was sent one.
  var rounds: Int { sent / max(1, peers.count) }
  /// Datagrams that never left.
  private(set) var failed = 0
  /// Datagrams that the network refused.
  private(set) var refused = 0
  /// The last failure, and whose it is.
  private(set) var failure: (peer: Endpoint, reason: Phrase)?
  /// Whether something became known that was not said yet.
  var needsReport = false
  /// The sentence that it was stopped before its end; `nil` where it was not.
  private(set) var stopped: Phrase?

  init(_ kind: Kind, _ messages: [OutgoingMessage], at time: UInt64) {
    self.kind = kind
    peers = messages.map(\.request.peer)
    size = messages.first?.request.payload.count ?? 0
    self.time = time
  }

  /// Whether rows are still to come.
  var isWaiting: Bool { !awaited.isEmpty }

  /// The newest request of it that is still to become a row.
  var lastAwaited: TransmitID? { awaited.keys.max() }

  /// Ends it early, which `sentence` says.
  mutating func stop(_ sentence: Phrase) {
    stopped = sentence
    needsReport = true
  }

  /// Waits for the row of a request to send to `peer`.
  mutating func await(_ id: TransmitID, to peer: Endpoint, at time: UInt64) {
    awaited[id] = peer
    self.time = time
  }

  /// Counts a row that one of its requests became.
  /// - Returns: whether it is one of them.
  mutating func recognizes(_ datagram: Datagram) -> Bool {
    guard let id = datagram.transmitID, awaited.removeValue(forKey: id) != nil else { return false }
    needsReport = true
    if rows.count < Self.mostRows { rows.append(datagram.number) }
    if datagram.kind == .failure {
      failed += 1
      failure = (datagram.peer, datagram.failure?.reason ?? "")
    } else {
      sent += 1
    }
    return true
  }

  /// Counts a request that the receiver would not even try.
  mutating func refuse(_ id: TransmitID, _ reason: Phrase) -> Bool {
    guard let peer = awaited.removeValue(forKey: id) else { return false }
    failed += 1
    failure = (peer, reason)
    return true
  }

  /// Counts a refusal of the network where it answers this.
  /// - Returns: whether it does.
  mutating func recognizesRefusal(_ datagram: Datagram, at now: UInt64) -> Bool {
    guard let reason = datagram.failure, reason.origin == .network, datagram.transmitID == nil,
      refused < sent, peers.contains(where: { $0.isAnswered(by: datagram) }),
      now.subtractingReportingOverflow(time).partialValue < Self.patience
    else { return false }
    refused += 1
    failure = (datagram.peer, reason.reason)
    needsReport = true
    return true
  }
}

extension Endpoint {
  /// Whether a refusal may be the answer to a datagram that was sent here. What is sent to `0.0.0.0` or `::` goes to
  /// this host, whose kernel answers from the loopback address or the one that the datagram left from.
  fileprivate func isAnswered(by refusal: Datagram) -> Bool {
    let peer = refusal.peer
    guard address.isUnspecified else { return peer == self }
    return peer.port == port && peer.address.isIPv4 == address.isIPv4
      && (peer.address.isLoopback || peer.address == refusal.local.endpoint.address)
  }
}
