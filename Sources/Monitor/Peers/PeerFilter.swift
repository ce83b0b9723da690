import DisplayFilter
import UDPCore

/// A filter that the list of peers made.
struct PeerFilter: Sendable {
  /// The peer that it shows.
  var peer: Endpoint
  /// The filter in force before.
  var base: DisplayFilter
  var filter: DisplayFilter
}
