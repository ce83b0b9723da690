import DisplayFilter
import UDPCore

/// A filter that the list of peers made.
struct PeerFilter: Sendable {
  /// Whom it shows.
  var peer: Endpoint
  /// What was in force before.
  var base: DisplayFilter
  var filter: DisplayFilter
}
