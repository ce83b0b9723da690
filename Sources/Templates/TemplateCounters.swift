import Basics
package import UDPCore

/// The counters of messages: one for each message and peer, of which the least recently used are forgotten.
package struct TemplateCounters: Sendable {
  /// A message, by its text or another name of it, and its peer.
  private struct Key: TableKey {
    let message: String
    let peer: Endpoint
  }

  private var counts: RecentTable<Key, UInt64>

  /// Creates counters for at most `capacity` messages and peers.
  package init(capacity: Int = 65_536) { counts = RecentTable(capacity: capacity) }

  /// Returns the number of messages so far, which is the next message's `TemplateContext.index`.
  package func count(of message: String, to peer: Endpoint) -> UInt64 { counts[Key(message: message, peer: peer)] ?? 0 }

  /// Counts a message and returns the number of those before it.
  package mutating func next(_ message: String, to peer: Endpoint) -> UInt64 {
    counts.update(Key(message: message, peer: peer), default: 0) { count in
      defer { count &+= 1 }
      return count
    }
  }

  /// Starts the counters of a message over, for all peers or one of them.
  package mutating func reset(_ message: String, to peer: Endpoint? = nil) {
    let kept = counts
    counts = RecentTable(capacity: kept.limit)
    for (key, count) in kept.oldestFirst where key.message != message || peer.map({ $0 != key.peer }) ?? false {
      counts.set(count, for: key)
    }
  }

  /// Starts all counters over.
  package mutating func reset() { counts = RecentTable(capacity: counts.limit) }
}
