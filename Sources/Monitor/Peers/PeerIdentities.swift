import Basics
import UDPCore

/// The identity of a peer, as far as this host knows it beside its datagrams.
package struct PeerIdentity: Hashable, Sendable {
  /// The name that the name service gives its address; `nil` for none.
  package var name: String?
  /// The hardware address, where it is a neighbour: `02:fc:00:00:00:05`.
  package var hardware: String?
  /// The vendor of that hardware.
  package var vendor: String?
  /// The process that has its port, where it is on this host: `python3 (4711)`.
  package var process: String?

  /// Creates an identity of which nothing is known.
  package init() {}

  /// Takes over what another one knows.
  mutating func merge(_ other: PeerIdentity) {
    name = other.name ?? name
    hardware = other.hardware ?? hardware
    vendor = other.vendor ?? vendor
    process = other.process ?? process
  }
}

/// The identities of the peers in sight, looked up on another thread a few at a time; bounded.
struct PeerIdentities: Sendable {
  /// The most peers that are remembered, and that are asked for at once.
  static let (limit, atOnce) = (4_096, 64)
  /// Nanoseconds for which an answer holds: neighbours and processes come and go.
  private static let validity: UInt64 = 60_000_000_000

  private struct Entry: Sendable {
    var identity = PeerIdentity()
    /// The time of the question, in nanoseconds of the monotonic clock.
    var askedAt: UInt64
    /// Whether all is known that can be.
    var isComplete = false
  }

  private var table = RecentTable<Endpoint, Entry>(capacity: PeerIdentities.limit)
  /// Whether an answer is awaited.
  private(set) var isAsking = false

  /// The identity of a peer; `nil` while nobody asked for it.
  subscript(peer: Endpoint) -> PeerIdentity? { table[peer]?.identity }

  /// Whether more may become known of a peer.
  func isIncomplete(_ peer: Endpoint) -> Bool { table[peer].map { !$0.isComplete } ?? true }

  /// Returns the peers to look up now, and takes note that they are; none while an answer is awaited.
  mutating func ask(_ peers: some Sequence<Endpoint>, at now: UInt64) -> [Endpoint] {
    if isAsking { return [] }
    let due = peers.filter { peer in
      table[peer].map { now.subtractingReportingOverflow($0.askedAt).partialValue > Self.validity } ?? true
    }
    let wanted = Array(due.prefix(Self.atOnce))
    for peer in wanted {
      let known = table[peer]?.identity ?? PeerIdentity()
      table.set(Entry(identity: known, askedAt: now), for: peer)
    }
    isAsking = !wanted.isEmpty
    return wanted
  }

  /// Takes a part of an answer.
  /// - Parameter isLast: whether no other part follows.
  mutating func take(_ answer: [Endpoint: PeerIdentity], isLast: Bool) {
    for (peer, identity) in answer {
      guard var entry = table[peer] else { continue }
      entry.identity.merge(identity)
      entry.isComplete = entry.isComplete || isLast
      table.set(entry, for: peer)
    }
    if isLast { isAsking = false }
  }
}

/// Looking up who peers are.
extension State {
  /// Has the peers in sight looked up, where a column shows who they are.
  mutating func askWhoPeersAre(_ effects: inout [Effect]) {
    guard panes.isOpen(.peers), !isElsewhere, !peers.identities.isAsking else { return }
    let visible = visiblePeers
    guard visible.layout.showsIdentity else { return }
    let wanted = peers.identities.ask(visible.rows.map(\.peer), at: clock.monotonic)
    if !wanted.isEmpty { effects.append(.identify(wanted)) }
  }

  /// Takes what is known of peers.
  mutating func peersIdentified(_ answer: [Endpoint: PeerIdentity], isLast: Bool) {
    peers.identities.take(answer, isLast: isLast)
    if peers.list.column.isOfIdentity { beginSortingPeers() }
  }
}
