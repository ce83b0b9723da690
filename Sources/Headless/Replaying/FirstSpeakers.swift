import Basics
import UDPCore

/// Knows which side of each conversation of a capture spoke first: the client. Bounded: of many conversations, the least
/// recent are forgotten.
struct FirstSpeakers {
  private struct Pair: TableKey {
    var client: Endpoint
    var server: Endpoint
  }

  /// The most conversations that are remembered.
  private static let limit = 65_536

  private var pairs = RecentTable<Pair, Void>(capacity: FirstSpeakers.limit)

  /// Whether a datagram is of a client. Call it in the order of the capture.
  mutating func isOfClient(_ datagram: Datagram) -> Bool {
    if pairs.touch(Pair(client: datagram.destination, server: datagram.source)) != nil { return false }
    _ = pairs.touch(Pair(client: datagram.source, server: datagram.destination), default: ())
    return true
  }
}
